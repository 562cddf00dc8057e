/* For the timeline and the graph, which work without it: filters, pan and zoom. */
(function () {
  "use strict";
  var doc = document;
  function all(selector, within) { return Array.prototype.slice.call((within || doc).querySelectorAll(selector)); }
  function make(tag, className, parent) {
    var e = doc.createElement(tag);
    if (className) e.className = className;
    if (parent) parent.append(e);
    return e;
  }

  /* ---- timeline: show some events only ---- */
  var filter = doc.getElementById("filter");
  if (filter) {
    var status = filter.querySelector("[role=status]");
    var apply = function () {
      var n = 0, chosen = all("select", filter).filter(function (s) { return s.value; }), bars = {};
      all(".draw a[href]").forEach(function (a) { bars[(a.getAttribute("href") || "").replace(/^.*\//, "").replace(/\.html.*$/, "")] = a; });
      all(".year .tl > li").forEach(function (li) {
        var on = chosen.every(function (s) { return (" " + li.dataset[s.name] + " ").indexOf(" " + s.value + " ") >= 0; });
        li.hidden = !on;
        if (bars[li.id]) bars[li.id].classList.toggle("off", !on);
        if (on) n++;
      });
      all(".year").forEach(function (y) { y.hidden = !y.querySelector(".tl > li:not([hidden])"); });
      status.textContent = chosen.length ? n + " " + status.dataset.of + " " + status.dataset.all : status.dataset.all;
      var query = chosen.map(function (s) { return s.name + "=" + encodeURIComponent(s.value); }).join("&");
      try { history.replaceState(null, "", query ? "?" + query : location.pathname + location.hash); } catch (e) { /* file:// in some browsers */ }
    };
    new URLSearchParams(location.search).forEach(function (value, name) {
      var s = filter.elements[name];
      if (s && s.tagName === "SELECT") s.value = value;
    });
    filter.addEventListener("change", apply);
    doc.addEventListener("dossier:patched", apply); // `dossier serve` has laid the page anew over this one
    filter.addEventListener("reset", function () { setTimeout(apply); });
    filter.addEventListener("submit", function (e) { e.preventDefault(); });
    if (location.search) apply();
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
    doc.addEventListener("dossier:patched", function () { // as above; the drawing may have grown
      var isWhole = String(view) === String(full);
      full = [b.x, b.y, b.width, b.height];
      zoom(isWhole ? 1e6 : 1, .5, .5);
      svg.classList.add("live");
      graph.append(bar);
    });
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
