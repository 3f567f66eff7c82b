// Shows markup that Python has made, and scrolls as little as it takes to see its beginning.
function render({ model, el }) {
  el.setAttribute("aria-live", "polite");
  const fill = () => {
    el.innerHTML = model.get("markup");
  };
  model.on("change:markup", () => {
    fill();
    if (model.get("is_sought")) {
      el.firstElementChild?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    }
  });
  fill();
}
export default { render };
