"use strict";
(() => {
  const root = document.documentElement;
  const charts = [...document.querySelectorAll("figure.chart")];
  const PRINT_WIDTH = 680;
  root.classList.add("js");

  // Tables stand open without scripts; with them they wait behind their toggle.
  for (const details of document.querySelectorAll("details.data")) details.open = false;
  const contents = document.querySelector(".contents details");
  const wide = matchMedia("(min-width: 68rem)");
  const fitContents = () => { if (contents) contents.open = wide.matches; };
  wide.addEventListener("change", fitContents);
  fitContents();

  const openTarget = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let opened = false;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) {
      opened ||= !box.open;
      box.open = true;
    }
    if (opened) target.scrollIntoView();
  };
  addEventListener("hashchange", openTarget);
  openTarget();

  const links = new Map([...document.querySelectorAll(".contents a")].map((a) => [a.hash.slice(1), a]));
  const markCurrent = () => {
    let current = null;
    for (const key of links.keys()) {
      if (document.getElementById(key).getBoundingClientRect().top < innerHeight * 0.35) current = key;
    }
    for (const [key, link] of links) {
      if (key === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; markCurrent(); });
  }, { passive: true });
  markCurrent();

  // What scrolls sideways can be reached by keyboard.
  const watchScrollers = () => {
    for (const box of document.querySelectorAll(".scroll")) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  };

  for (const buttons of document.querySelectorAll(".buttons")) buttons.hidden = false;
  const copyTable = async (button) => {
    const rows = [...button.closest("figure").querySelectorAll("tr")];
    const text = rows.map((row) => [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " ")).join("\t")).join("\n");
    await navigator.clipboard.writeText(text);
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 1600);
  };

  let packed = null;
  const unpack = async (id) => {
    const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await new Response(stream).arrayBuffer());
  };
  const load = () => {
    packed ??= (async () => {
      const [source, figures] = await Promise.all([unpack("plotly"), unpack("figures")]);
      const script = document.createElement("script");
      script.textContent = source;
      document.head.append(script);
      return JSON.parse(figures);
    })();
    return packed;
  };

  const follow = (target) => {
    const found = /^([A-Z]{3})?(#[\w-]+)?$/.exec(target);
    if (!found || !target) return;
    if (!found[1]) location.hash = found[2];
    else if (root.dataset.pages.split(" ").includes(found[1])) {
      location.href = `${root.dataset.countries}${found[1]}.html${found[2] || ""}`;
    }
  };

  const widthOf = ({ dataset, children }) => {
    const room = [...children].find((child) => child.classList.contains("scroll")).clientWidth;
    return Math.max(Math.min(room, Number(dataset.maxWidth)), Number(dataset.minWidth));
  };
  const draw = (chart, figures) => {
    if (chart.dataset.state === "drawn") return;
    const figure = figures[chart.dataset.key];
    const live = chart.querySelector(".live");
    const layout = { ...figure.layout, width: widthOf(chart), autosize: false, dragmode: false };
    for (const name of Object.keys(layout)) {
      if (/^[xy]axis\d*$/.test(name)) layout[name] = { ...layout[name], fixedrange: true };
    }
    live.hidden = false;
    chart.dataset.state = "drawn";
    Plotly.newPlot(live, figure.data, layout, { displayModeBar: false, displaylogo: false, showTips: false });
    live.on("plotly_click", (event) => {
      const data = [event.points[0].customdata].flat();
      follow(String(data.find((value) => typeof value === "string") ?? ""));
    });
    chart.querySelector(".save").hidden = false;
  };

  const fail = (error) => { charts.forEach((chart) => { chart.dataset.state = "static"; }); console.warn(String(error)); };
  if (document.getElementById("plotly") && "DecompressionStream" in window) {
    const near = new IntersectionObserver((entries) => {
      const due = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
      due.forEach((chart) => near.unobserve(chart));
      if (due.length) load().then((content) => { due.forEach((chart) => draw(chart, content)); watchScrollers(); }).catch(fail);
    }, { rootMargin: "60% 0px" });
    charts.forEach((chart) => near.observe(chart));

    let ready = null;
    const undrawn = charts.filter((chart) => !chart.querySelector(".drawing"));
    if (undrawn.length) load().then((content) => { ready = content; }).catch(fail);
    addEventListener("beforeprint", () => {
      if (!ready) return;
      for (const chart of undrawn) {
        draw(chart, ready);
        Plotly.relayout(chart.querySelector(".live"), { width: PRINT_WIDTH });
      }
    });
    let timer = 0;
    const refit = () => {
      for (const chart of charts) {
        if (chart.dataset.state !== "drawn") continue;
        const live = chart.querySelector(".live");
        if (live.layout.width !== widthOf(chart)) Plotly.relayout(live, { width: widthOf(chart) });
      }
      watchScrollers();
    };
    addEventListener("afterprint", refit);
    addEventListener("resize", () => { clearTimeout(timer); timer = setTimeout(refit, 150); });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.classList.contains("copy")) copyTable(button);
    if (button?.classList.contains("save")) {
      const chart = button.closest("figure");
      Plotly.downloadImage(chart.querySelector(".live"), { format: "png", scale: 2, filename: chart.dataset.key });
    }
  });

  const printed = [];
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details:not([open])")) { details.open = true; printed.push(details); }
  });
  addEventListener("afterprint", () => { printed.splice(0).forEach((details) => { details.open = false; }); });
  for (const details of document.querySelectorAll("details")) details.addEventListener("toggle", watchScrollers);
  watchScrollers();
})();
