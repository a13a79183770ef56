"""A question is read once a person moves in its page, or says so with a button: a page that is only opened is not."""

import pytest
from playwright.sync_api import expect

from clairdroit.questions.enums import AssignmentStatus, EventKind
from tests.browser.partner_pages import address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BUTTON = "J’ai lu la question"
# What a script can make up, and what a page does by itself: none of it is trusted, or no gesture.
PRETENCE = """() => {
  const body = document.body;
  for (const [kind, made] of Object.entries({
    keydown: new KeyboardEvent("keydown", {key: "a", bubbles: true}),
    pointerdown: new PointerEvent("pointerdown", {bubbles: true}),
    pointermove: new PointerEvent("pointermove", {movementX: 5, movementY: 5, bubbles: true}),
    touchmove: new Event("touchmove", {bubbles: true}),
    wheel: new WheelEvent("wheel", {deltaY: 50, bubbles: true}),
    click: new MouseEvent("click", {bubbles: true}),
  })) body.dispatchEvent(made);
  body.click();
  window.scrollTo(0, document.body.scrollHeight);
  document.querySelector("textarea, a").focus();
  location.hash = "#lecture";
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
GESTURES = {
    "a key": lambda page: page.keyboard.press("Tab"),
    "typing": lambda page: page.get_by_label("Votre réponse").press_sequentially("a"),
    "the pointer": lambda page: (page.mouse.move(5, 5), page.mouse.move(60, 90)),
    "a click": lambda page: page.locator("h1").click(),
    "the wheel": lambda page: page.mouse.wheel(0, 300),
    "a finger": lambda page: touch(page),
}


def touch(page):
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    for kind, y in (("touchStart", 500), ("touchMove", 400), ("touchMove", 300)):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": 100, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def open_and_note(visit, path, **options):
    """The page, and the list that grows by each reading it sends."""
    page = visit("/nulle-part/", **options)
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/lu/") else None)
    page.goto(path, wait_until="networkidle")
    return page, sent


def readings(assignment):
    return assignment.question.events.filter(kind__in=[EventKind.SEEN, EventKind.VIEWED]).count()


def status(assignment):
    assignment.refresh_from_db()
    return assignment.status


@pytest.mark.parametrize("name", ["assignment", "space"])
def test_neither_opening_nor_what_a_script_makes_up_is_a_reading(asked, visit, name):
    page, sent = open_and_note(visit, address(asked, name))
    for _again in range(3):
        page.evaluate(PRETENCE)
    page.reload(wait_until="networkidle")
    assert sent == []
    assert (status(asked), readings(asked)) == (AssignmentStatus.NOTIFIED, 0)


@pytest.mark.parametrize("gesture", GESTURES)
def test_a_gesture_is_one_reading_and_the_next_is_none(asked, visit, gesture):
    page, sent = open_and_note(visit, address(asked))
    expect(page.get_by_role("button", name=BUTTON)).to_be_visible()
    with page.expect_response("**/lu/") as answer:
        GESTURES[gesture](page)
    assert answer.value.status == 204
    # Whoever looks at it now: the button is done with.
    expect(page.get_by_role("button", name=BUTTON)).to_be_hidden()
    GESTURES[gesture](page)
    page.keyboard.press("Shift")
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1
    assert readings(asked) == 1
    assert status(asked) in (AssignmentStatus.SEEN, AssignmentStatus.DRAFTING)


def test_a_page_in_the_background_is_not_read_until_somebody_looks(asked, visit):
    page, sent = open_and_note(visit, address(asked))
    hide = "(state) => Object.defineProperty(document, 'visibilityState', {value: state, configurable: true})"
    page.evaluate(hide, "hidden")
    page.keyboard.press("Tab")
    assert sent == []
    page.evaluate(hide, "visible")
    with page.expect_response("**/lu/"):
        page.keyboard.press("Tab")
    assert status(asked) == AssignmentStatus.SEEN


def test_a_reading_that_did_not_leave_is_sent_by_the_next_gesture(asked, visit):
    page, _sent = open_and_note(visit, address(asked))
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.keyboard.press("Tab")
    page.context.set_offline(False)
    with page.expect_response("**/lu/"):
        page.keyboard.press("Tab")
    assert status(asked) == AssignmentStatus.SEEN


def test_the_list_is_read_by_a_gesture_and_shows_no_button(asked, visit):
    page, _sent = open_and_note(visit, address(asked, "space"))
    expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)
    with page.expect_response("**/lu/"):
        page.keyboard.press("Tab")
    # The list shows first words: the question itself is still to be read.
    assert (status(asked), readings(asked)) == (AssignmentStatus.NOTIFIED, 1)


class TestTheButton:
    """For whoever has no JavaScript, or wants to say so."""

    def test_without_javascript_it_is_there_and_only_it_is_a_reading(self, asked, visit):
        page, sent = open_and_note(visit, address(asked), javascript=False)
        page.mouse.move(50, 90)
        page.mouse.wheel(0, 400)
        page.locator("h1").click()
        assert sent == []
        assert (status(asked), readings(asked)) == (AssignmentStatus.NOTIFIED, 0)
        page.get_by_role("button", name=BUTTON).click()
        expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)
        expect(page.get_by_label("Votre réponse")).to_be_visible()
        assert len(sent) == 1
        assert (status(asked), readings(asked)) == (AssignmentStatus.SEEN, 1)

    def test_it_is_reached_and_pressed_by_the_keyboard_alone(self, asked, visit, javascript):
        page, sent = open_and_note(visit, address(asked), javascript=javascript)
        button = page.get_by_role("button", name=BUTTON)
        if javascript:
            # The first key is the gesture: the reading is sent and the button gone before it could be pressed.
            with page.expect_response("**/lu/"):
                page.keyboard.press("Tab")
            expect(button).to_be_hidden()
        else:
            for _stop in range(60):
                page.keyboard.press("Tab")
                if button.evaluate("(here) => here === document.activeElement"):
                    break
            page.keyboard.press("Enter")
            expect(button).to_have_count(0)
        assert len(sent) == 1
        assert (status(asked), readings(asked)) == (AssignmentStatus.SEEN, 1)

    def test_pressing_it_with_javascript_sends_one_reading(self, asked, visit):
        page, sent = open_and_note(visit, address(asked))
        box = page.get_by_role("button", name=BUTTON).bounding_box()
        # A finger comes from nowhere: no move before it, which would have sent the reading already.
        session = page.context.new_cdp_session(page)
        session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
        at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        with page.expect_navigation():
            session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [at]})
            session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(page.get_by_role("button", name=BUTTON)).to_have_count(0)
        assert len(sent) == 1
        assert (status(asked), readings(asked)) == (AssignmentStatus.SEEN, 1)

    def test_on_a_telephone_nothing_is_cut_off_and_a_finger_finds_it(self, asked, visit, javascript):
        page, _sent = open_and_note(visit, address(asked), javascript=javascript, width=360)
        box = page.get_by_role("button", name=BUTTON).bounding_box()
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        assert page.locator("html").evaluate("(here) => here.scrollWidth") <= 360
