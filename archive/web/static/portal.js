// Arrow keys turn pages, "/" goes to the search box. Everything works without this.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, select")) return;
  if (event.key === "/") {
    const box = document.querySelector("input[type=search]");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
    return;
  }
  // Where the page is wider than the window, as when zoomed in, the arrows move it.
  const root = document.documentElement;
  const wall = document.querySelector(".wall");
  if (event.shiftKey || [root, wall].some((one) => one && one.scrollWidth > one.clientWidth)) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const link = way && document.querySelector(`link[rel=${way}]`);
  if (link) location.href = link.href;
});
