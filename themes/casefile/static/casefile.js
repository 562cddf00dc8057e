/* Adds to pages that work without it: notes beside the text, notes and previews that pop up.
   One classic script, no request but the previews, so that it works from file:// as well. */
(function () {
  "use strict";
  var doc = document, html = doc.documentElement;
  var root = html.dataset.root || "";
  var wide = matchMedia("(min-width: 62rem)");
  function all(selector, within) { return Array.prototype.slice.call((within || doc).querySelectorAll(selector)); }
  function make(tag, className, parent) {
    var e = doc.createElement(tag);
    if (className) e.className = className;
    if (parent) parent.append(e);
    return e;
  }

  /* ---- the faces ---- */
  /* They have come with the style sheet and need only be unpacked. Asked for here, before anything is laid out, they are
     there for the first lines; until they are, or time is up (see fonts.css), the text waits, so that nothing moves. */
  function reveal() { html.classList.add("faces"); }
  if (doc.fonts && doc.fonts.load) {
    var families = [];
    doc.fonts.forEach(function (face) { if (face.display === "swap" && families.indexOf(face.family) < 0) families.push(face.family); });
    Promise.all(families.map(function (family) { return doc.fonts.load("1em " + family); })).then(reveal, reveal);
  } else reveal();

  /* ---- what waits to be laid out ---- */
  /* It is given rather too much room (see casefile.css). So that a jump ends at its goal, and a page opens where it was left,
     all of it is laid out before; and a part in every pause once the reader moves. */
  var parts = all("[data-rows]"), visit = (performance.getEntriesByType("navigation")[0] || {}).type;
  function layOut(n) { parts.splice(0, n).forEach(function (part) { part.style.contentVisibility = "visible"; }); }
  if (visit === "reload" || visit === "back_forward" || location.hash) layOut(parts.length);
  doc.addEventListener("click", function (e) { if (e.target.closest("a[href^='#']")) layOut(parts.length); }, true);
  addEventListener("scroll", function () {
    var pause = window.requestIdleCallback || function (then) { setTimeout(then, 60); };
    pause(function step() {
      layOut(1);
      if (parts.length) pause(step);
    });
  }, { passive: true, once: true });

  /* ---- notes beside the text ---- */
  var marks = all("a.cite[href^='#']");
  function noteOf(mark) { return doc.getElementById(mark.getAttribute("href").slice(1)); }
  function copyOf(note, inert) {
    var box = doc.createDocumentFragment();
    Array.prototype.forEach.call(note.children, function (child) {
      if (!child.classList.contains("back")) box.append(child.cloneNode(true));
    });
    all("[id]", box).forEach(function (e) { e.removeAttribute("id"); });
    if (inert) all("a", box).forEach(function (a) { a.tabIndex = -1; });
    return box;
  }
  var cols = doc.querySelector(".cols"), sides = [];
  function buildSides() {
    var margin = make("div", "margin", cols);
    margin.setAttribute("aria-hidden", "true"); // the list of notes at the end is the copy for keyboards and readers aloud
    marks.forEach(function (mark) {
      var note = noteOf(mark);
      if (!note || !cols.contains(mark) || mark.closest(".margin")) return;
      var side = make("div", "side", margin);
      side.dataset.n = mark.textContent;
      side.append(copyOf(note, true));
      function light(on) { side.classList.toggle("on", on); mark.classList.toggle("on", on); }
      [mark, side].forEach(function (e) {
        e.addEventListener("mouseenter", function () { light(true); });
        e.addEventListener("mouseleave", function () { light(false); });
      });
      mark.addEventListener("focus", function () { light(true); });
      mark.addEventListener("blur", function () { light(false); });
      sides.push({ mark: mark, side: side });
    });
  }
  /* Whether the note of a mark can be seen beside it. A theme may hide the margin; a crowded one drops notes. */
  function isBeside(mark) { return sides.some(function (s) { return s.mark === mark && s.side.offsetHeight > 0; }); }
  /* Each note as near to its mark as the one above allows; never below the text, so nothing on the page moves. */
  function place() {
    if (!wide.matches || !cols || !marks.length) return;
    if (!sides.length) buildSides();
    if (!sides.length) return;
    var margin = sides[0].side.parentNode, top = margin.getBoundingClientRect().top, room = margin.offsetHeight, gap = 14;
    // all changes, then all questions: one layout instead of one for each note
    sides.forEach(function (s) { s.side.classList.remove("tight"); s.side.hidden = false; });
    sides.forEach(function (s) { s.at = s.mark.getBoundingClientRect().top - top - 4; });
    function total() { return sides.reduce(function (sum, s) { return sum + s.side.offsetHeight + gap; }, 0); }
    if (total() > room) sides.forEach(function (s) { s.side.classList.add("tight"); });
    var end = 0;
    sides.forEach(function (s) { s.h = s.side.offsetHeight; s.y = Math.max(s.at, end); end = s.y + s.h + gap; });
    var floor = room;
    for (var i = sides.length - 1; i >= 0; i--) {
      sides[i].y = Math.min(sides[i].y, floor - sides[i].h);
      floor = sides[i].y - gap;
    }
    end = 0;
    sides.forEach(function (s) {
      s.y = Math.max(s.y, end);
      s.side.hidden = s.y + s.h > room + 40;
      if (!s.side.hidden) end = s.y + s.h + gap;
      s.side.style.transform = "translateY(" + Math.round(s.y) + "px)";
    });
  }
  place();
  if (marks.length && cols) {
    var again;
    var later = function () { cancelAnimationFrame(again); again = requestAnimationFrame(place); };
    addEventListener("resize", later);
    addEventListener("load", later);
    if (doc.fonts) doc.fonts.addEventListener("loadingdone", later);
    all("details", cols).forEach(function (d) { d.addEventListener("toggle", later); });
  }

  /* ---- a card that pops up: a note, or the preview of a link ---- */
  var canPop = "popover" in HTMLElement.prototype;
  var card = make("div", "pop"), owner = null, timer = 0, pinned = false;
  card.id = "pop";
  function show(from, content, pin) {
    clearTimeout(timer);
    hide();
    card.popover = pin ? "auto" : "manual";
    card.replaceChildren(content);
    if (pin) { card.setAttribute("role", "dialog"); card.setAttribute("aria-label", from.dataset.label || from.textContent); card.tabIndex = -1; }
    else { card.setAttribute("role", "tooltip"); card.removeAttribute("aria-label"); card.removeAttribute("tabindex"); }
    doc.body.append(card);
    card.showPopover();
    owner = from;
    pinned = pin;
    var r = from.getBoundingClientRect(), w = card.offsetWidth, h = card.offsetHeight, edge = 12;
    var below = r.bottom + 8 + h < innerHeight || r.top < h + 16;
    card.style.left = Math.max(edge, Math.min(r.left - 16, html.clientWidth - w - edge)) + "px";
    card.style.top = (below ? r.bottom + 6 : r.top - h - 6) + "px";
    if (pin) card.focus({ preventScroll: true });
  }
  function isOpen() { return card.isConnected && card.matches(":popover-open"); }
  function hide() {
    clearTimeout(timer);
    if (isOpen()) card.hidePopover();
    owner = null;
  }
  function soon(what, wait) { clearTimeout(timer); timer = setTimeout(what, wait); }
  card.addEventListener("toggle", function (e) {
    if (e.newState === "closed" && pinned && owner && card.contains(doc.activeElement)) owner.focus({ preventScroll: true });
  });
  card.addEventListener("pointerenter", function () { clearTimeout(timer); });
  card.addEventListener("pointerleave", function () { if (!pinned) soon(hide, 250); });
  doc.addEventListener("keydown", function (e) {
    if (e.key === "Escape" && isOpen()) { var back = pinned && owner; hide(); if (back) back.focus({ preventScroll: true }); }
    if (e.key === "/" && !e.ctrlKey && !e.metaKey && !e.altKey && !/^(INPUT|TEXTAREA|SELECT)$/.test(e.target.tagName)) {
      var input = doc.querySelector("input[type=search]");
      if (input) { e.preventDefault(); input.focus(); input.select(); }
    }
  });
  addEventListener("scroll", function () { if (!pinned && isOpen()) hide(); }, { passive: true });

  var heard = new WeakSet();
  function listen(mark) {
    if (!canPop || heard.has(mark) || !noteOf(mark)) return;
    heard.add(mark);
    function open(pin) { show(mark, copyOf(noteOf(mark), false), pin); }
    mark.addEventListener("click", function (e) {
      if (e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      if (e.detail && isBeside(mark)) return;
      open(true);
    });
    mark.addEventListener("pointerenter", function (e) {
      if (e.pointerType === "mouse" && !isBeside(mark)) soon(function () { open(false); }, 120);
    });
    mark.addEventListener("pointerleave", function () { if (!pinned) soon(hide, 250); });
    mark.addEventListener("focus", function () {
      if (!isBeside(mark) && mark.matches(":focus-visible") && owner !== mark) open(false);
    });
    mark.addEventListener("blur", function () { if (!pinned) soon(hide, 100); });
  }
  marks.forEach(listen);
  /* `dossier serve` has laid the page anew over this one: what was made here is gone. */
  doc.addEventListener("dossier:patched", function () {
    marks = all("a.cite[href^='#']");
    cols = doc.querySelector(".cols");
    sides = [];
    place();
    marks.forEach(listen);
  });

  /* ---- previews of links ---- */
  /* Links inside, but for those whose summary stands beside them. */
  var SHOWN = "main a[href]:not([rel], .cite, .num, .back, .people a, .tl-what a, .claim-text a, .items .item-t a, nav a, svg a)";
  var previews = {}, come, at = ""; // by address, with the files asked for; the last save that `dossier serve` told of
  var base = new URL(root || ".", location.href).href;
  if (root === "") base = base.replace(/[^/]*$/, "");
  function hash(text) { // FNV-1a, 32 bits, over UTF-8
    var h = 0x811c9dc5;
    new TextEncoder().encode(text).forEach(function (b) { h = Math.imul(h ^ b, 0x01000193) >>> 0; });
    return h;
  }
  window.dossierPreviews = function (data) {
    if (doc.currentScript.src.endsWith(at)) Object.assign(previews, data);
    come();
  };
  doc.addEventListener("dossier:saved", function () { previews = {}; at = "?" + Date.now(); });
  function preview(link) {
    var href = link.href.split("#")[0];
    if (href.indexOf(base) !== 0 || href === location.href.split("#")[0]) return;
    var url = decodeURIComponent(href.slice(base.length)), n = hash(url) % html.dataset.previews;
    come = function () {
      var p = previews[url], box = doc.createDocumentFragment();
      if (!p || timer !== -1 || waiting !== link) return;
      make("p", "p-kind", box).textContent = [p[1], p[3]].filter(Boolean).join(" · ");
      make("p", "p-title", box).textContent = p[0];
      if (p[2]) make("p", "", box).textContent = p[2];
      show(link, box, false);
    };
    if (previews[n]) return come();
    previews[n] = true;
    make("script", "", doc.head).src = base + "previews/" + n + ".js" + at;
  }
  var waiting = null;
  function await_(link, ms) {
    waiting = link;
    clearTimeout(timer);
    timer = setTimeout(function () { timer = -1; preview(link); }, ms);
  }
  function leave(link) {
    if (waiting === link) { waiting = null; soon(hide, owner === link ? 250 : 0); }
  }
  if (html.dataset.previews > 0 && canPop) {
    var isRef = function (e) { return e.target.closest ? e.target.closest(SHOWN) : null; };
    doc.addEventListener("pointerover", function (e) { var a = isRef(e); if (a && e.pointerType === "mouse" && waiting !== a) await_(a, 300); });
    doc.addEventListener("pointerout", function (e) { var a = isRef(e); if (a && !a.contains(e.relatedTarget)) leave(a); });
    doc.addEventListener("focusin", function (e) { var a = isRef(e); if (a && a.matches(":focus-visible")) await_(a, 400); });
    doc.addEventListener("focusout", function (e) { var a = isRef(e); if (a) leave(a); });
  }
})();
