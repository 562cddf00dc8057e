/* Adds to pages that work without it: notes beside the text, notes and previews that pop up, filters, pan and zoom.
   One classic script, no request but the previews, so that it works from file:// as well. */
(function () {
  "use strict";
  var doc = document, html = doc.documentElement;
  var root = html.dataset.root || "";
  var wide = matchMedia("(min-width: 70rem)");
  function all(selector, within) { return Array.prototype.slice.call((within || doc).querySelectorAll(selector)); }
  function make(tag, className, parent) {
    var e = doc.createElement(tag);
    if (className) e.className = className;
    if (parent) parent.append(e);
    return e;
  }

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
    if (!wide.matches || !cols) return;
    if (!sides.length) buildSides();
    if (!sides.length) return;
    var margin = sides[0].side.parentNode, top = margin.getBoundingClientRect().top, room = margin.offsetHeight, gap = 14;
    sides.forEach(function (s) { s.side.classList.remove("tight"); s.side.hidden = false; s.at = s.mark.getBoundingClientRect().top - top - 4; });
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
  if (marks.length && cols) {
    place();
    var again;
    var later = function () { cancelAnimationFrame(again); again = requestAnimationFrame(place); };
    addEventListener("resize", later);
    addEventListener("load", later);
    if (doc.fonts) doc.fonts.addEventListener("loadingdone", later);
    all("details", cols).forEach(function (d) { d.addEventListener("toggle", later); });
  }

  /* ---- a card that pops up: a note, or the preview of a link ---- */
  if (!("popover" in HTMLElement.prototype)) { marks = []; }
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

  marks.forEach(function (mark) {
    var note = noteOf(mark);
    if (!note) return;
    function open(pin) { show(mark, copyOf(note, false), pin); }
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
  });

  /* ---- previews of links ---- */
  var shards = Number(html.dataset.previews) || 0, previews = {}, asked = {};
  var base = new URL(root || ".", location.href).href;
  if (root === "") base = base.replace(/[^/]*$/, "");
  function hash(text) { // FNV-1a, 32 bits, over UTF-8
    var h = 0x811c9dc5;
    new TextEncoder().encode(text).forEach(function (b) { h = Math.imul(h ^ b, 0x01000193) >>> 0; });
    return h;
  }
  window.dossierPreviews = function (data) {
    Object.assign(previews, data);
    if (window.dossierPreviews.then) window.dossierPreviews.then();
  };
  function fetchPreview(url, then) {
    if (previews[url]) return then(previews[url]);
    var n = hash(url) % shards;
    window.dossierPreviews.then = function () { if (previews[url]) then(previews[url]); };
    if (asked[n]) return;
    asked[n] = true;
    make("script", "", doc.head).src = base + "previews/" + n + ".js";
  }
  function preview(link) {
    var href = link.href.split("#")[0];
    if (href.indexOf(base) !== 0 || href === location.href.split("#")[0]) return;
    fetchPreview(decodeURIComponent(href.slice(base.length)), function (p) {
      if (timer !== -1 || waiting !== link) return;
      var box = doc.createDocumentFragment();
      make("p", "p-kind", box).textContent = [p[1], p[3]].filter(Boolean).join(" · ");
      make("p", "p-title", box).textContent = p[0];
      if (p[2]) make("p", "", box).textContent = p[2];
      show(link, box, false);
    });
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
  if (shards && "popover" in HTMLElement.prototype) {
    var isRef = function (e) { return e.target.closest && e.target.closest("a.ref") && !e.target.closest(".pop") ? e.target.closest("a.ref") : null; };
    doc.addEventListener("pointerover", function (e) { var a = isRef(e); if (a && e.pointerType === "mouse" && waiting !== a) await_(a, 300); });
    doc.addEventListener("pointerout", function (e) { var a = isRef(e); if (a && !a.contains(e.relatedTarget)) leave(a); });
    doc.addEventListener("focusin", function (e) { var a = isRef(e); if (a && a.matches(":focus-visible")) await_(a, 400); });
    doc.addEventListener("focusout", function (e) { var a = isRef(e); if (a) leave(a); });
  }

  /* ---- timeline: show some events only ---- */
  var filter = doc.getElementById("filter");
  if (filter) {
    var events = all(".year .tl > li"), years = all(".year"), status = filter.querySelector("[role=status]");
    var bars = {};
    all(".draw a[href]").forEach(function (a) { bars[(a.getAttribute("href") || "").replace(/^.*\//, "").replace(/\.html.*$/, "")] = a; });
    var apply = function () {
      var n = 0, chosen = all("select", filter).filter(function (s) { return s.value; });
      events.forEach(function (li) {
        var on = chosen.every(function (s) { return (" " + li.dataset[s.name] + " ").indexOf(" " + s.value + " ") >= 0; });
        li.hidden = !on;
        if (bars[li.id]) bars[li.id].classList.toggle("off", !on);
        if (on) n++;
      });
      years.forEach(function (y) { y.hidden = !y.querySelector(".tl > li:not([hidden])"); });
      status.textContent = chosen.length ? n + " " + status.dataset.of + " " + status.dataset.all : status.dataset.all;
      var query = chosen.map(function (s) { return s.name + "=" + encodeURIComponent(s.value); }).join("&");
      try { history.replaceState(null, "", query ? "?" + query : location.pathname + location.hash); } catch (e) { /* file:// in some browsers */ }
    };
    new URLSearchParams(location.search).forEach(function (value, name) {
      var s = filter.elements[name];
      if (s && s.tagName === "SELECT") s.value = value;
    });
    filter.addEventListener("change", apply);
    filter.addEventListener("reset", function () { setTimeout(apply); });
    filter.addEventListener("submit", function (e) { e.preventDefault(); });
    apply();
  }

  /* ---- graph: pan and zoom ---- */
  var graph = doc.getElementById("graph"), svg = graph && graph.querySelector("svg");
  if (svg && svg.viewBox.baseVal && svg.viewBox.baseVal.width) {
    var b = svg.viewBox.baseVal, full = [b.x, b.y, b.width, b.height], view = full.slice();
    var draw = function () { svg.setAttribute("viewBox", view.map(function (v) { return Math.round(v * 10) / 10; }).join(" ")); };
    var clamp = function () {
      for (var i = 0; i < 2; i++) view[i] = Math.max(full[i] - view[i + 2] / 2, Math.min(view[i], full[i] + full[i + 2] - view[i + 2] / 2));
    };
    var zoom = function (factor, cx, cy) { // cx, cy: the point that stays, as parts of the drawing
      var w = Math.min(full[2], Math.max(full[2] / 12, view[2] * factor)), h = w * full[3] / full[2];
      view[0] += (view[2] - w) * cx; view[1] += (view[3] - h) * cy; view[2] = w; view[3] = h;
      if (w === full[2]) view = full.slice(); else clamp();
      draw();
    };
    var light = function (e) { // a node, with what it is connected to
      var node = e.target.closest("[data-n]");
      svg.classList.toggle("has-lit", !!node);
      if (!node) return;
      var near = {};
      near[node.dataset.n] = true;
      all("[data-a]", svg).forEach(function (edge) {
        var on = edge.dataset.a === node.dataset.n || edge.dataset.b === node.dataset.n;
        edge.classList.toggle("lit", on);
        if (on) near[edge.dataset.a] = near[edge.dataset.b] = true;
      });
      all("[data-n]", svg).forEach(function (n) { n.classList.toggle("lit", !!near[n.dataset.n]); });
    };
    var move = function (dx, dy) { view[0] += dx * view[2]; view[1] += dy * view[3]; clamp(); draw(); };
    graph.addEventListener("pointerover", light);
    graph.addEventListener("focusin", light);
    graph.addEventListener("pointerleave", function () { svg.classList.remove("has-lit"); });
    graph.addEventListener("focusout", function () { svg.classList.remove("has-lit"); });
    var bar = make("div", "zoom", graph);
    [["+", "zoomIn", 1 / 1.4], ["−", "zoomOut", 1.4], ["↺", "zoomReset", 1e6]].forEach(function (k) {
      var button = make("button", "", bar);
      button.type = "button";
      button.textContent = k[0];
      button.setAttribute("aria-label", graph.dataset[k[1]] || k[0]);
      button.addEventListener("click", function () { zoom(k[2], .5, .5); });
    });
    svg.classList.add("live");
    graph.addEventListener("wheel", function (e) {
      if (!e.ctrlKey && !e.metaKey) return;
      e.preventDefault();
      var r = svg.getBoundingClientRect();
      zoom(e.deltaY < 0 ? 1 / 1.15 : 1.15, (e.clientX - r.left) / r.width, (e.clientY - r.top) / r.height);
    }, { passive: false });
    var drag = null, dragged = false;
    svg.addEventListener("pointerdown", function (e) { if (e.pointerType === "mouse" && e.button === 0) { drag = [e.clientX, e.clientY]; dragged = false; } });
    addEventListener("pointermove", function (e) {
      if (!drag) return;
      var r = svg.getBoundingClientRect(), dx = e.clientX - drag[0], dy = e.clientY - drag[1];
      if (!dragged && Math.abs(dx) + Math.abs(dy) < 4) return;
      dragged = true;
      drag = [e.clientX, e.clientY];
      move(-dx / r.width, -dy / r.height);
    });
    addEventListener("pointerup", function () { drag = null; });
    svg.addEventListener("dragstart", function (e) { e.preventDefault(); });
    svg.addEventListener("click", function (e) { if (dragged) { e.preventDefault(); dragged = false; } }, true);
    graph.addEventListener("keydown", function (e) {
      var k = e.key;
      if (e.ctrlKey || e.metaKey || e.altKey) return;
      if (k === "+" || k === "=") zoom(1 / 1.4, .5, .5);
      else if (k === "-") zoom(1.4, .5, .5);
      else if (k === "0") zoom(1e6, .5, .5);
      else if (k === "ArrowLeft") move(-.1, 0);
      else if (k === "ArrowRight") move(.1, 0);
      else if (k === "ArrowUp") move(0, -.1);
      else if (k === "ArrowDown") move(0, .1);
      else return;
      e.preventDefault();
    });
  }
})();
