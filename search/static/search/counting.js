// Tells the site, without saying who, that results were shown and whether one was followed: searches that nobody
// follows are what editors should look at. The links stay plain; without this script nothing is counted.
(() => {
  const results = document.querySelector("[data-search-count]");
  if (!results || !navigator.sendBeacon) return;
  const tell = (outcome) => {
    const body = new URLSearchParams({ search: results.dataset.searchToken, outcome });
    navigator.sendBeacon(results.dataset.searchCount, body);
  };

  // A page that is only come back to is no new search.
  const [visit] = performance.getEntriesByType("navigation");
  if (!visit || visit.type === "navigate") tell("shown");

  let isFollowed = false;
  const follow = (event) => {
    if (isFollowed || !event.target.closest("article a")) return;
    isFollowed = true;
    tell("clicked");
  };
  results.addEventListener("click", follow);
  // The middle button opens a tab and is no click.
  results.addEventListener("auxclick", follow);
})();
