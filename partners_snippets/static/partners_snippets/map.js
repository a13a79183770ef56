// The map of the directory: nothing of it is loaded before its button is pressed, and the list says all it says.
(function () {
  function load(map) {
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = map.dataset.mapCss;
    document.head.append(style);
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = map.dataset.mapJs;
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  }

  function line(text, tag) {
    const element = document.createElement(tag || "p");
    element.textContent = text;
    return element;
  }

  function popup(point) {
    const box = document.createElement("div");
    const link = line(point.name, "a");
    link.href = point.url;
    box.append(link, line(point.address));
    if (point.hours) box.append(line(point.hours));
    return box;
  }

  // Leaflet makes it a button, which has no words and knows the Enter key alone.
  function name(marker, point) {
    const button = marker.getElement();
    button.setAttribute("aria-label", [point.name, point.hours].filter(Boolean).join(". "));
    button.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      marker.openPopup();
    });
  }

  function draw(map, data) {
    const leaflet = window.L;
    const view = leaflet.map(map, { zoomControl: false, attributionControl: Boolean(map.dataset.mapTiles) });
    leaflet.control.zoom({ zoomInTitle: map.dataset.mapZoomIn, zoomOutTitle: map.dataset.mapZoomOut }).addTo(view);
    leaflet.control.scale({ imperial: false }).addTo(view);
    if (map.dataset.mapTiles) {
      leaflet.tileLayer(map.dataset.mapTiles, { attribution: map.dataset.mapAttribution, maxZoom: 18 }).addTo(view);
    }
    const bounds = [];
    if (data.here) {
      bounds.push([data.here.lat, data.here.lon]);
      leaflet
        .circleMarker(bounds[0], { radius: 14, className: "map-here", interactive: false })
        .bindTooltip(data.here.name, { permanent: true, direction: "top" })
        .addTo(view);
    }
    data.points.forEach((point) => {
      bounds.push([point.lat, point.lon]);
      const className = point.open ? "map-point map-point--open" : "map-point";
      const marker = leaflet
        .marker([point.lat, point.lon], { icon: leaflet.divIcon({ className, iconSize: [24, 24] }) })
        .bindPopup(popup(point))
        .bindTooltip(point.name);
      marker.on("popupclose", ({ popup: closed }) => {
        // Where another one opens instead, its link has the focus already.
        const left = document.activeElement;
        if (left === document.body || closed.getElement().contains(left)) marker.getElement().focus();
      });
      // Drawn only once the map knows what it shows.
      marker.on("add", () => name(marker, point)).addTo(view);
    });
    view.on("popupopen", ({ popup: opened }) => {
      const box = opened.getElement();
      box.querySelector(".leaflet-popup-close-button").setAttribute("aria-label", map.dataset.mapClose);
      box.querySelector("a[href]:not(.leaflet-popup-close-button)").focus();
    });
    if (bounds.length) view.fitBounds(bounds, { padding: [30, 30], maxZoom: 15 });
    if (data.more) map.after(line(map.dataset.mapMore));
    return view;
  }

  // Escape closes the words of a point, then the map, and leads back to what opened them.
  function leave(event, button, map, view) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    if (map.querySelector(".leaflet-popup") && document.activeElement.closest(".leaflet-popup, .map-point")) {
      view.closePopup();
      return;
    }
    map.hidden = true;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  }

  async function open(button, map) {
    const shown = map.hidden;
    map.hidden = !shown;
    button.setAttribute("aria-expanded", String(shown));
    if (!shown || map.dataset.mapState) return;
    map.dataset.mapState = "loading";
    try {
      const [response] = await Promise.all([fetch(map.dataset.mapPoints), load(map)]);
      const view = draw(map, await response.json());
      map.addEventListener("keydown", (event) => leave(event, button, map, view), true);
    } catch {
      map.replaceChildren(line(map.dataset.mapFailed));
    }
  }

  document.querySelectorAll("[data-map-open]").forEach((button) => {
    const map = document.getElementById(button.dataset.mapOpen);
    button.hidden = false;
    button.addEventListener("click", () => open(button, map));
  });
})();
