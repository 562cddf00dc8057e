/* Searches the whole dossier in the browser. The index comes in pieces, as scripts (made by src/render/search/, which
   describes them), because a page opened from a folder may not fetch; a query loads the few that it needs. */
(function () {
  "use strict";
  var doc = document, box = doc.getElementById("search"), input = doc.getElementById("q"), list = doc.getElementById("results");
  if (!box || !input || !list) return;
  var form = input.form, status = box.querySelector("[role=status]"), say = box.dataset;
  var root = doc.documentElement.dataset.root || "", base = root + "search/";
  var DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_", VALUE = {};
  for (var i = 0; i < 64; i++) VALUE[DIGITS[i]] = i;
  /* What a word is worth by its prominence: in the body once, more, often; summary; long title … two words; whole title
     (which counts for more only if nothing else is asked for: a place called Israel is not what “asylum Israel” is about). */
  var WORTH = [1, 1.4, 1.8, 4, 7, 9, 12, 30];
  var SHOWN = 10, WINDOW = 260;

  /* ---- pieces ---- */
  var piece = [], loads = {}, all = null, at = "", now = "";
  window.dossierSearch = { add: function (name, data) { piece = [name, data]; } }; // just before its `onload`
  function load(name) {
    var mine = loads;
    return loads[name] || (loads[name] = new Promise(function (resolve, reject) {
      var script = doc.createElement("script");
      script.src = base + name + ".js" + (all ? "?v=" + all.v : at);
      script.onload = function () { piece[0] === name ? resolve(piece[1]) : script.onerror(); };
      script.onerror = function () { delete mine[name]; reject(new Error(name)); };
      doc.head.append(script);
    }));
  }
  function manifest() {
    var mine = loads;
    return all ? Promise.resolve(all) : load("m").then(function (data) {
      data.kindOf = [];
      data.runs.forEach(function (run) { for (var n = run[1]; n--;) data.kindOf.push(run[0]); });
      if (mine === loads) all = data;
      return data;
    });
  }
  /* Words in order, and the pages of each, of a piece. */
  var read = {};
  function wordsOf(n) {
    var mine = read;
    return load("t" + n).then(function (text) {
      if (mine[n]) return mine[n];
      var before = "", out = { words: [], pages: [] };
      text.split(" ").forEach(function (entry) {
        var comma = entry.indexOf(",");
        before = before.slice(0, VALUE[entry[0]]) + entry.slice(1, comma);
        out.words.push(before);
        out.pages.push(entry.slice(comma + 1));
      });
      return (mine[n] = out);
    });
  }

  /* ---- words ---- */
  function fold(text) { return text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/ς/g, "σ"); }
  function words(text) {
    return (fold(text).match(/[\p{Alphabetic}\p{N}]+/gu) || [])
      .filter(function (w) { return !/^[a-z]$/.test(w); })
      .map(function (w) { return Array.from(w).slice(0, 30).join(""); });
  }
  /* Without the ending of a plural in English or Spanish: a query in the plural finds the singular, too. */
  function singulars(word) {
    var out = [];
    if (/[^s]s$/.test(word) && word.length > 3) out.push(word.slice(0, -1));
    if (/es$/.test(word) && word.length > 4) out.push(word.slice(0, -2));
    return out;
  }
  /* The last place in order at which something not above the word stands. */
  function place(order, word) {
    var low = 0, high = order.length;
    while (low < high) { var middle = (low + high) >> 1; if (order[middle] <= word) low = middle + 1; else high = middle; }
    return low - 1;
  }

  /* What the query's word scores on each page: a map, which is `common` if the word is almost everywhere. */
  function find(word, isLast, isOnly) {
    var firsts = all.words, opens = word.length > 2 || (isLast && word.length > 1) || /[^\x00-\x7f]/.test(word);
    var from = Math.max(place(firsts, word), 0), numbers = [from], exact = singulars(word);
    for (var n = from + 1; opens && n < firsts.length && firsts[n].indexOf(word) === 0 && numbers.length < (word.length < 3 ? 2 : 5); n++) numbers.push(n);
    exact.forEach(function (w) { var at = Math.max(place(firsts, w), 0); if (numbers.indexOf(at) < 0) numbers.push(at); });
    return Promise.all(firsts.length ? numbers.map(wordsOf) : []).then(function (parts) {
      var hits = new Map(), total = 0;
      function take(pages, factor) {
        if (pages[0] === "!") { hits.common = true; pages = pages.slice(1); }
        for (var i = 0, page = -1; i < pages.length; i++) {
          var value = 0, digit;
          while ((digit = VALUE[pages[i]]) > 31) { value = value * 32 + digit - 32; i++; }
          value = value * 32 + digit;
          page += Math.floor(value / 8) + 1;
          total++;
          var worth = WORTH[isOnly && factor === 1 ? value % 8 : Math.min(value % 8, 6)] * factor;
          if (!(hits.get(page) >= worth)) hits.set(page, worth);
        }
      }
      parts.forEach(function (part) {
        exact.forEach(function (w) { var at = place(part.words, w); if (at >= 0 && part.words[at] === w) take(part.pages[at], .8); });
        for (var at = Math.max(place(part.words, word), 0); at < part.words.length; at++) {
          var known = part.words[at];
          if (known === word) take(part.pages[at], 1);
          else if (known > word && (!opens || known.indexOf(word) !== 0)) break;
          else if (opens && known.indexOf(word) === 0) take(part.pages[at], .3 + .4 * word.length / known.length);
        }
      });
      var rarity = Math.log(1 + all.n / Math.max(1, Math.min(total, all.n)));
      hits.forEach(function (worth, page) { hits.set(page, worth * rarity); });
      return hits;
    });
  }

  /* Pages with all words, best first; if there are none, those with the most words, and `partial` is true. */
  function rank(found) {
    var scores = new Map(), counts = new Map(), needed = found.filter(function (hits) { return !hits.common; }).length;
    found.forEach(function (hits) {
      hits.forEach(function (worth, page) {
        scores.set(page, (scores.get(page) || 0) + worth);
        counts.set(page, (counts.get(page) || 0) + (hits.common ? 0 : 1));
      });
    });
    var most = 0;
    counts.forEach(function (n) { if (n > most) most = n; });
    var pages = [];
    scores.forEach(function (score, page) { if (counts.get(page) === most) pages.push(page); });
    pages.sort(function (a, b) { return scores.get(b) - scores.get(a) || a - b; });
    return { pages: pages, partial: most < needed };
  }

  /* ---- results ---- */
  function make(tag, className, parent, text) {
    var e = doc.createElement(tag);
    if (className) e.className = className;
    if (text) e.textContent = text;
    if (parent) parent.append(e);
    return e;
  }
  function row(page) {
    return load("d" + Math.floor(page / all.per)).then(function (rows) { return rows[page % all.per]; });
  }
  /* Where the query's words are in a text: [from, to, which]. */
  function marks(text, query) {
    var out = [], match, word = /[\p{Alphabetic}\p{N}\p{M}]+/gu;
    while ((match = word.exec(text))) {
      var folded = fold(match[0]);
      for (var i = 0; i < query.length; i++) {
        var q = query[i];
        if (folded === q || (q.length > 2 || /[^\x00-\x7f]/.test(q) || i === query.length - 1) && folded.indexOf(q) === 0 || singulars(q).indexOf(folded) >= 0) {
          out.push([match.index, match.index + match[0].length, i]);
          break;
        }
      }
    }
    return out;
  }
  function show(parent, text, found, from, to) {
    var at = from;
    if (from > 0) parent.append("… ");
    found.forEach(function (m) {
      if (m[0] < at || m[1] > to) return;
      parent.append(text.slice(at, m[0]));
      make("mark", "", parent, text.slice(m[0], m[1]));
      at = m[1];
    });
    parent.append(text.slice(at, to));
    if (to < text.length) parent.append(" …");
  }
  function count(found, from, to) {
    return new Set(found.filter(function (m) { return m[0] >= from && m[1] <= to; }).map(function (m) { return m[2]; })).size;
  }
  /* The summary, if with the title it has as many of the words as any stretch of the text; else that stretch. A claim is
     always shown by its summary, which says who denies it. */
  function excerpt(parent, data, query) {
    var summary = data[4], text = data[5], isClaim = (all.kinds[data[2]] || [])[0] === "claim";
    var inSummary = marks(summary, query), inText = isClaim && summary ? [] : marks(text, query), best = [0, 0];
    var known = marks(data[1], query).map(function (m) { return [0, 0, m[2]]; }).concat(inSummary);
    inText.forEach(function (m) {
      var from = Math.max(0, m[0] - 60), n = count(inText, from, from + WINDOW);
      if (n > best[0]) best = [n, from];
    });
    if (summary && count(known, 0, summary.length) >= best[0]) return show(parent, summary, inSummary, 0, summary.length);
    var from = best[1], to = Math.min(text.length, from + WINDOW);
    while (from > 0 && from < to && /\S/.test(text[from - 1])) from++;
    while (to < text.length && to > from && /\S/.test(text[to])) to--;
    show(parent, text, inText, from, to);
  }
  function line(page, data, query) { /* one result, with the name of its kind in the singular */
    var li = doc.createElement("li"), head = make("p", "item-t", li), link = make("a", "", head), text = make("p", "excerpt", li);
    link.href = root + data[0];
    show(link, data[1], marks(data[1], query), 0, data[1].length);
    var kind = all.kinds[data[2]] || [];
    make("p", "small", li, [say[kind[0]] || kind[1], data[3]].filter(Boolean).join(" · "));
    excerpt(text, data, query);
    return li;
  }

  /* ---- the search ---- */
  var run = 0, more = make("button", "more", null, say.more || "+");
  more.type = "button";
  more.hidden = true;
  list.after(more);
  var kinds = make("fieldset", "kinds", form);
  kinds.hidden = true;
  if (say.kinds) make("legend", "vh", kinds, say.kinds);
  function chosen() { var c = kinds.querySelector(":checked"); return c ? c.value : ""; }
  function choices(pages, kind) {
    var per = all.kinds.map(function () { return 0; }), hadFocus = kinds.contains(doc.activeElement);
    pages.forEach(function (page) { per[all.kindOf[page]]++; });
    kinds.querySelectorAll("label").forEach(function (label) { label.remove(); });
    function choice(value, label, n) {
      var l = make("label", "", kinds), radio = make("input", "", l);
      radio.type = "radio"; radio.name = "kind"; radio.value = value; radio.checked = value === kind;
      l.append(label + " ");
      make("span", "n", l, String(n));
    }
    choice("", say.all || "*", pages.length);
    all.kinds.forEach(function (k, i) { if (per[i] || k[0] === kind) choice(k[0], k[1], per[i]); });
    kinds.hidden = per.filter(Boolean).length < 2 && !kind;
    if (hadFocus && kinds.querySelector(":checked")) kinds.querySelector(":checked").focus();
  }
  function address(kind) {
    var query = new URLSearchParams();
    if (input.value.trim()) query.set("q", input.value.trim());
    if (kind) query.set("kind", kind);
    try { history.replaceState(null, "", query.toString() ? "?" + query : location.pathname); } catch (e) { /* file:// in some browsers */ }
  }
  /* Only pages on which the quoted words stand one after the other; looked for on the best forty. */
  function quoted(pages, phrases) {
    if (!phrases.length) return Promise.resolve(pages);
    return Promise.all(pages.slice(0, 40).map(row)).then(function (rows) {
      return pages.slice(0, 40).filter(function (page, i) {
        return [1, 4, 5].some(function (field) {
          var text = " " + words(rows[i][field]).join(" ") + " ";
          return phrases.every(function (p) { return text.indexOf(" " + p + " ") >= 0; });
        });
      });
    });
  }
  function search(kind) {
    var mine = ++run, value = input.value, query = words(value);
    var phrases = (value.match(/["“«„][^"“”«»„]+["”»“]/g) || []).map(function (p) { return words(p).join(" "); }).filter(function (p) { return p.indexOf(" ") > 0; });
    var isOpen = !/[\s"”»]$/.test(value);
    address(kind);
    if (!query.length || (query.length === 1 && query[0].length < 2 && !/[^\x00-\x7f]|\d/.test(query[0]))) {
      list.replaceChildren();
      status.textContent = "";
      more.hidden = kinds.hidden = true;
      return;
    }
    if (at !== now) { at = now; loads = {}; read = {}; all = null; isHere = false; }
    var slow = setTimeout(function () { if (mine === run) status.textContent = say.loading || ""; }, 150);
    manifest().then(function () {
      return Promise.all(query.map(function (word, i) { return find(word, isOpen && i === query.length - 1, query.length === 1); }));
    }).then(function (found) {
      var ranked = rank(found);
      return quoted(ranked.pages, phrases).then(function (pages) {
        if (mine !== run) return;
        choices(pages, kind);
        if (kind) pages = pages.filter(function (page) { return all.kinds[all.kindOf[page]][0] === kind; });
        return next(mine, pages, 0, query).then(function () {
          if (mine !== run) return;
          var n = pages.length, words_ = n ? n + " " + (n === 1 ? say.one : say.some) : say.none;
          status.textContent = (ranked.partial && n && say.partial ? say.partial + " " : "") + (words_ || n);
        });
      });
    }).catch(function () {
      if (mine === run) status.textContent = say.failed || say.none || "";
    }).then(function () { clearTimeout(slow); });
  }
  /* Puts the next results on the page, in one go, so that nothing jumps. */
  function next(mine, pages, from, query) {
    var some = pages.slice(from, from + SHOWN);
    return Promise.all(some.map(row)).then(function (rows) {
      if (mine !== run) return;
      var lines = rows.map(function (data, i) { return line(some[i], data, query); });
      if (from) list.append.apply(list, lines); else list.replaceChildren.apply(list, lines);
      more.hidden = from + SHOWN >= pages.length;
      more.onclick = function () {
        next(mine, pages, from + SHOWN, query).then(function () {
          var first = list.children[from + SHOWN];
          if (first) first.querySelector("a").focus();
        });
      };
    });
  }

  var wait = 0, isHere = false;
  /* A letter waits for the next one only while pieces are still to be asked for. */
  input.addEventListener("input", function () { clearTimeout(wait); wait = setTimeout(function () { search(chosen()); }, isHere ? 0 : 90); });
  /* While the reader types: the pieces of a small dossier are few and light, and most of them are wanted soon: first those
     with words, then those with what is shown. */
  function prepare() {
    manifest().then(function () {
      if (all.words.length > 4) return;
      return Promise.all(all.words.map(function (w, n) { return wordsOf(n); })).then(function () {
        var n = Math.ceil(all.kindOf.length / all.per), some = [];
        if (n > 64 || (navigator.connection || {}).saveData) return;
        while (n--) some.push(load("d" + n));
        return Promise.all(some).then(function () { isHere = true; });
      });
    }).catch(function () {});
  }
  input.addEventListener("focus", prepare, { once: true });
  form.addEventListener("submit", function (e) { e.preventDefault(); clearTimeout(wait); search(chosen()); });
  kinds.addEventListener("change", function () { var kind = chosen(); search(kind); });
  /* From the box down into the results and back. */
  box.addEventListener("keydown", function (e) {
    if (e.key !== "ArrowDown" && e.key !== "ArrowUp" || e.target.type === "radio") return;
    var links = Array.from(list.querySelectorAll("a")), at = links.indexOf(doc.activeElement) + (e.key === "ArrowDown" ? 1 : -1);
    if (doc.activeElement !== input && links.indexOf(doc.activeElement) < 0) return;
    if (at < -1 || at >= links.length) return;
    e.preventDefault();
    (at < 0 ? input : links[at]).focus();
  });
  /* Told by `dossier serve`: something was saved; and, this page was laid anew, without what was made here. */
  doc.addEventListener("dossier:saved", function () { now = "?" + Date.now(); });
  doc.addEventListener("dossier:patched", function () {
    list.after(more);
    form.append(kinds);
    search(chosen());
  });
  var asked = new URLSearchParams(location.search);
  if (asked.get("q")) {
    input.value = asked.get("q");
    search(asked.get("kind") || "");
  }
})();
