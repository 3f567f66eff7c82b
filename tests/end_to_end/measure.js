// What a reader cannot read: text that is cut off, and text that lies on other text.
({ figures, root }) => {
  const PHONE = 336; // px within the margins of a phone of 360; only wider figures may scroll
  const problems = [];
  const shown = (text) => JSON.stringify(text.trim().replace(/\s+/g, " ").slice(0, 50));
  const isHidden = (style) => style.visibility === "hidden" || style.opacity === "0";
  const isFaint = (element) => {
    for (let one = element; one && one.tagName !== "svg"; one = one.parentElement) {
      const opacity = Number(getComputedStyle(one).opacity);
      if (opacity > 0 && opacity < 0.3) return true;
    }
    return false;
  };
  const overlap = (a, b) => Math.min(
    Math.min(a.right, b.right) - Math.max(a.left, b.left) - 1.5,
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) - 0.3 * Math.min(a.height, b.height),
  ) > 0;
  const findOverlaps = (where, boxes) => {
    boxes.sort((one, other) => one.box.top - other.box.top);
    boxes.forEach((one, place) => {
      for (let next = place + 1; next < boxes.length; next += 1) {
        const other = boxes[next];
        if (other.box.top > one.box.bottom) break;
        if (overlap(one.box, other.box)) {
          problems.push(`${where}: ${shown(one.text)} lies on ${shown(other.text)}`);
        }
      }
    });
  };

  // The page's own text: inside the window, inside whatever cuts off, but for what scrolls.
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) {
    problems.push(`the page is ${document.documentElement.scrollWidth} px wide`);
  }
  const boxes = [];
  const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || !parent || parent.closest("svg, script, style, .skip, .stamp")) continue;
    if (!parent.checkVisibility() || isHidden(getComputedStyle(parent))) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      let limit = { left: 0, right: width };
      let scrolls = false;
      for (let one = parent; one !== document.body; one = one.parentElement) {
        const overflow = getComputedStyle(one).overflowX;
        if (overflow === "auto" || overflow === "scroll") { scrolls = true; break; }
        if (overflow !== "visible") limit = one.getBoundingClientRect();
      }
      if (!scrolls && (box.right > limit.right + 1 || box.left < limit.left - 1)) {
        problems.push(`cut off: ${shown(node.data)}`);
      }
      boxes.push({ box, text: node.data });
    }
  }
  findOverlaps("page", boxes);

  // Text of figures: inside the drawing, and in sight unless the figure is made to scroll.
  for (const figure of document.querySelectorAll("figure.chart")) {
    const svg = figure.querySelector(figures);
    if (!svg) { problems.push(`${figure.id}: not drawn`); continue; }
    const frame = svg.getBoundingClientRect();
    const room = figure.querySelector(".scroll").getBoundingClientRect();
    const scrolls = figures.startsWith(".drawing") || Number(figure.dataset.minWidth) > PHONE;
    const limit = scrolls ? frame : room;
    const texts = [];
    for (const text of figure.querySelectorAll(`${figures} text`)) {
      if (!text.textContent.trim() || isFaint(text)) continue;
      const lines = text.querySelectorAll("tspan");
      for (const line of lines.length ? lines : [text]) {
        const box = line.getBoundingClientRect();
        if (!box.width || !line.textContent.trim()) continue;
        if (box.right > limit.right + 1 || box.left < limit.left - 1
            || box.bottom > frame.bottom + 1 || box.top < frame.top - 1) {
          problems.push(`${figure.id}: ${shown(line.textContent)} is cut off`);
        }
        texts.push({ box, text: line.textContent });
      }
    }
    if (!texts.length) problems.push(`${figure.id}: holds no text`);
    findOverlaps(figure.id, texts);
  }

  // Tables: only a grid of many columns scrolls; a sentence does not stand one word a line.
  for (const table of document.querySelectorAll(".scroll > table")) {
    const room = table.parentElement;
    const isGrid = table.tHead.rows[0].cells.length > 8;
    if (room.checkVisibility() && !isGrid && room.scrollWidth > room.clientWidth + 1) {
      problems.push(`${room.getAttribute("aria-label")}: ${room.scrollWidth} px of table`);
    }
  }
  for (const cell of document.querySelectorAll("td, tbody th")) {
    const box = cell.getBoundingClientRect();
    if (cell.textContent.trim().length > 40 && box.width && box.width < 110) {
      problems.push(`squeezed to ${Math.round(box.width)} px: ${shown(cell.textContent)}`);
    }
  }
  return [...new Set(problems)];
}
