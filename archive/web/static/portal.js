// Pages turn, zoom and open in place, and keys do what the links do. Everything works without this.
"use strict";

const find = (selector, within = document) => within.querySelector(selector);
let here = location.pathname + location.search;
// One after the other: a key pressed while a page comes is for that page.
let queue = Promise.resolve();

const ready = async (picture) => {
  if (!picture) return;
  const ahead = new Image();
  ahead.sizes = picture.sizes;
  ahead.srcset = picture.srcset;
  // The old picture stays until the new one can be shown, but nobody waits long for it.
  await Promise.race([ahead.decode().catch(() => {}), new Promise((done) => setTimeout(done, 600))]);
};

const middle = (box) => box && [box.scrollLeft + box.clientWidth / 2, box.scrollTop + box.clientHeight / 2, box.scrollWidth, box.scrollHeight];

const keepMiddle = (was) => {
  const box = find(".stage");
  if (!box || !was) return;
  box.scrollLeft = (was[0] / was[2]) * box.scrollWidth - box.clientWidth / 2;
  box.scrollTop = (was[1] / was[3]) * box.scrollHeight - box.clientHeight / 2;
};

const show = async (address, into, act) => {
  let page;
  try {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.status);
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById(into)) throw new Error(into);
  } catch {
    location.href = address;
    return false;
  }
  await ready(find(".picture img", page.getElementById(into)));
  const was = middle(find(".stage"));
  document.getElementById(into).replaceWith(document.adoptNode(page.getElementById(into)));
  document.title = page.title;
  for (const old of document.querySelectorAll("link[rel=prefetch]")) old.remove();
  for (const link of page.querySelectorAll("link[rel=prefetch]")) document.head.append(document.adoptNode(link));
  for (const link of page.querySelectorAll("a[hreflang]")) {
    const old = find(`a[hreflang=${link.hreflang}]`);
    if (old) old.href = link.href;
  }
  if (act === "larger" || act === "smaller") keepMiddle(was);
  (act && find(`[data-act=${act}]`) || document.getElementById(into)).focus({ preventScroll: true });
  offer();
  return true;
};

// The code whose evidence is open is marked in the report, as on the page made for its address.
const choose = (link) => {
  for (const old of document.querySelectorAll(".cite[aria-current]")) old.removeAttribute("aria-current");
  if (link.classList.contains("cite")) link.setAttribute("aria-current", "true");
};

const follow = async (link) => {
  const into = link.dataset.into || "noi-dung";
  if (!(await show(link.href, into, link.dataset.act))) return;
  history.pushState(null, "", link.href);
  here = location.pathname + location.search;
  if (into === "mo") choose(link);
  const place = into === "noi-dung" && link.hash && find(link.hash);
  if (place) place.scrollIntoView({ block: "center", inline: "center" });
  else if (/^(prev|next)$/.test(link.dataset.act) && find(".wall")?.getBoundingClientRect().top < 0) find(".wall").scrollIntoView();
};

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-act], a[data-into]");
  if (!link || event.button || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  queue = queue.then(() => follow(link));
});

addEventListener("popstate", () => {
  // A mark on the same page is the browser's own business.
  if (here === location.pathname + location.search) return;
  here = location.pathname + location.search;
  queue = queue.then(() => show(location.href, "noi-dung"));
});

// Keys can be switched off, for those who speak to their computer.
const off = () => localStorage.getItem("phim") === "0";

const offer = () => {
  const button = find("#phim-tat");
  if (!button) return;
  button.hidden = false;
  button.textContent = off() ? button.dataset.off : button.dataset.on;
  button.onclick = () => {
    localStorage.setItem("phim", off() ? "1" : "0");
    offer();
  };
};

const press = (act) => {
  queue = queue.then(() => {
    const link = find(`main a[data-act=${act}]`);
    return link && follow(link);
  });
};

const look = (id) => {
  const box = document.getElementById(id);
  if (!box) return;
  box.focus();
  box.select();
};

const KEYS = {
  "+": () => press("larger"),
  "=": () => press("larger"),
  "-": () => press("smaller"),
  r: () => press("turn"),
  n: () => press("after"),
  f: () => look("trong"),
  "/": () => look("tim"),
  "?": () => {
    const help = find("#phim");
    if (!help) return;
    help.open = !help.open;
    find("summary", help).focus();
  },
  ArrowLeft: () => press("prev"),
  ArrowRight: () => press("next"),
};

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  const arrow = event.key.startsWith("Arrow");
  if (!Object.hasOwn(KEYS, event.key) || (off() && !arrow)) return;
  // Where something is wider than its frame, as when zoomed in, the arrows move it.
  const frames = [document.documentElement, find(".stage")];
  if (arrow && (event.shiftKey || frames.some((one) => one && one.scrollWidth > one.clientWidth))) return;
  event.preventDefault();
  KEYS[event.key]();
});

offer();
