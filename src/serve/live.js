/* Keeps an open page of the preview current: patches it when its content changes, swaps style sheets,
   and lays the findings over it. Everything in here is for the writer; readers never get it. */
(() => {
  "use strict";
  const self = document.currentScript;
  let version = self.dataset.version;
  let theme = "";
  let source;
  let retry;
  let box;
  let isSmall = sessionStorage.getItem("dossier-findings") === "small";

  const connect = () => {
    disconnect();
    const shown = new URLSearchParams({ page: location.pathname, version, theme });
    source = new EventSource(`/_dossier/events?${shown}`);
    // Told of every save, and when a connection begins: what scripts have fetched may be out of date.
    source.addEventListener("saved", () => document.dispatchEvent(new CustomEvent("dossier:saved")));
    source.addEventListener("page", patch);
    source.addEventListener("style", (event) => restyle(event.data.split(" ")));
    source.addEventListener("theme", (event) => { theme = event.data; });
    source.addEventListener("reload", () => location.reload());
    source.addEventListener("findings", (event) => show(JSON.parse(event.data)));
    source.addEventListener("error", reconnect);
  };
  const disconnect = () => {
    clearTimeout(retry);
    if (source) source.close();
  };
  /* A server that was stopped is asked again until it is back; it then compares what is shown here now,
     which the browser's own retry would not tell it. */
  const reconnect = () => {
    disconnect();
    if (!document.hidden) retry = setTimeout(connect, 300);
  };

  /* The page again, laid over what is there. One at a time, or the older answer could come last. */
  let isPatching = false;
  let isBehind = false;
  const patch = async () => {
    isBehind = true;
    if (isPatching) return;
    isPatching = true;
    try {
      while (isBehind) {
        isBehind = false;
        const answer = await fetch(location.href, { headers: { accept: "text/html" } });
        if (answer.status >= 500) throw answer.status;
        lay(new DOMParser().parseFromString(await answer.text(), "text/html"));
      }
    } catch {
      reconnect();
    }
    isPatching = false;
  };
  const lay = (page) => {
    version = page.querySelector("script[data-version]")?.dataset.version ?? "";
    if (document.title !== page.title) document.title = page.title;
    // Its classes are those that scripts gave it.
    const told = [...page.documentElement.attributes].map(({ name }) => name).filter((name) => name.startsWith("data-"));
    for (const name of ["lang", "dir", ...told]) {
      const value = page.documentElement.getAttribute(name);
      if (value === document.documentElement.getAttribute(name)) continue;
      if (value) document.documentElement.setAttribute(name, value);
      else document.documentElement.removeAttribute(name);
    }
    morph(document.body, page.body);
    document.dispatchEvent(new CustomEvent("dossier:patched"));
  };

  /* Makes `old` like `fresh` while keeping every node that can stay, so that scroll position, open
     details, focus and what was typed survive. */
  const morph = (old, fresh) => {
    const chosen = old.nodeName === "SELECT" && old.selectedOptions[0];
    const choice = chosen && { value: chosen.value, text: chosen.text };
    for (const { name } of [...old.attributes]) {
      if (!fresh.hasAttribute(name) && !isState(old, name)) old.removeAttribute(name);
    }
    for (const { name, value } of [...fresh.attributes]) {
      if (old.getAttribute(name) !== value && !isState(old, name)) old.setAttribute(name, value);
    }
    const kept = [...old.childNodes].filter((node) => !(node.nodeType === 1 && node.hasAttribute("data-live")));
    const byId = new Map(kept.filter((node) => node.id).map((node) => [node.id, node]));
    let at = kept[0] || null;
    const wanted = [...fresh.childNodes];
    const used = new Set();
    for (const node of wanted) {
      let match = node.id ? byId.get(node.id) : at;
      if (match && (used.has(match) || !isAlike(match, node))) {
        match = kept.find((other) => !used.has(other) && !other.id && isAlike(other, node) && other.isEqualNode(node)) || null;
        if (!match && at && !used.has(at) && !at.id && !node.id && isAlike(at, node)) match = at;
      }
      if (!match) {
        old.insertBefore(document.importNode(node, true), at && at.parentNode === old ? at : null);
        continue;
      }
      used.add(match);
      if (match !== at) old.insertBefore(match, at && at.parentNode === old ? at : null);
      else at = next(at, used);
      if (node.nodeType === 1) {
        if (!match.isEqualNode(node)) morph(match, node);
      } else if (match.nodeValue !== node.nodeValue) match.nodeValue = node.nodeValue;
      while (at && used.has(at)) at = next(at, used);
    }
    for (const node of kept) if (!used.has(node)) node.remove();
    if (choice) choose(old, choice);
  };
  /* The choice of the reader, and not whatever now stands in its place; an entry that was renamed has its title yet. */
  const choose = (select, { value, text }) => {
    const options = [...select.options];
    const same = options.find((one) => one.value === value) || options.find((one) => one.text === text) || options.find((one) => one.defaultSelected);
    select.selectedIndex = same ? same.index : 0;
  };
  const next = (node, used) => {
    let after = node.nextSibling;
    while (after && (used.has(after) || (after.nodeType === 1 && after.hasAttribute("data-live")))) after = after.nextSibling;
    return after;
  };
  const isAlike = (a, b) => a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || "") === (b.id || "");
  /* What the reader did to the page is not in its source. What was typed or ticked is in no attribute. */
  const isState = (node, name) => node.nodeName === "DETAILS" && name === "open";

  const restyle = (paths) => {
    for (const link of document.querySelectorAll("link[rel=stylesheet]")) {
      const url = new URL(link.href);
      if (!paths.some((path) => url.pathname.endsWith(`/${path}`))) continue;
      url.searchParams.set("at", Date.now());
      const swap = link.cloneNode();
      swap.href = url.href;
      // The old sheet goes when the new one is there, so that the page never stands without style.
      swap.addEventListener("load", () => link.remove());
      swap.addEventListener("error", () => swap.remove());
      link.after(swap);
    }
  };

  const show = ({ html, errors, warnings, editor }) => {
    if (!box) box = makeBox();
    box.host.hidden = errors === 0;
    const words = `${errors} ${errors === 1 ? "error" : "errors"}${warnings ? `, ${warnings} ${warnings === 1 ? "warning" : "warnings"}` : ""}`;
    box.title.textContent = words;
    // What has the focus stays, where nothing changed.
    if (box.html === html) return;
    box.html = html;
    box.list.innerHTML = html;
    if (editor) {
      for (const place of box.list.querySelectorAll("[data-path]")) {
        const link = document.createElement("a");
        const fill = (text, name, value) => text.replace(`{${name}}`, value);
        link.href = fill(fill(fill(editor, "path", encodeURI(place.dataset.path)), "line", place.dataset.line || 1), "col", place.dataset.column || 1);
        link.textContent = "open in editor";
        link.className = "open";
        place.append(link);
      }
    }
    fold();
  };

  const fold = () => {
    if (isSmall && box.list.matches(":focus-within")) box.button.focus();
    box.list.hidden = isSmall;
    box.button.textContent = isSmall ? "Show" : "Hide";
    box.button.setAttribute("aria-expanded", String(!isSmall));
    sessionStorage.setItem("dossier-findings", isSmall ? "small" : "open");
  };

  /* A shadow tree: neither the theme's styles reach it nor its own reach the page. */
  const makeBox = () => {
    const host = document.createElement("aside");
    host.setAttribute("data-live", "");
    host.setAttribute("aria-label", "Findings in the dossier");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const head = document.createElement("header");
    const title = document.createElement("strong");
    title.setAttribute("role", "status");
    const button = document.createElement("button");
    button.type = "button";
    button.addEventListener("click", () => { isSmall = !isSmall; fold(); });
    head.append(title, button);
    const list = document.createElement("div");
    list.className = "list";
    list.tabIndex = 0;
    list.setAttribute("role", "group");
    list.setAttribute("aria-label", "Findings");
    root.append(head, list);
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !host.hidden && !isSmall) { isSmall = true; fold(); }
    });
    document.body.append(host);
    return { host, title, button, list };
  };

  const STYLE = `
    :host { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 70vh; display: flex; flex-direction: column;
      background: #1d1a17; color: #f4efe6; font: 14px/1.45 ui-monospace, monospace; border-top: 4px solid #e0503c; }
    :host([hidden]) { display: none; }
    @media print { :host { display: none; } }
    header { display: flex; gap: 1rem; align-items: center; padding: .5rem 1rem; }
    strong { color: #ff9d8c; }
    button { margin-left: auto; min-height: 28px; padding: 0 .8rem; font: inherit; color: inherit; background: none;
      border: 1px solid #7d756b; border-radius: 3px; cursor: pointer; }
    .list { overflow: auto; padding: 0 1rem 1rem; }
    ol { list-style: none; margin: 0; padding: 0; }
    li { padding: .7rem 0; border-top: 1px solid #423c36; }
    p { margin: .2rem 0; }
    b { color: #ff9d8c; }
    pre { margin: .4rem 0; overflow: auto; color: #d8d0c4; }
    mark { background: #6b2a20; color: #fff; }
    .summary { display: none; }
    .help { color: #b6d7a8; }
    a { color: #9cc8ff; }
    a.open { margin-left: 1ch; }
    :focus-visible { outline: 2px solid #9cc8ff; outline-offset: 2px; }
    code { color: #ffe2a8; }`;

  /* Browsers open six connections to a server, over all tabs: those that nobody sees leave theirs. */
  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  if (!document.hidden) connect();
})();
