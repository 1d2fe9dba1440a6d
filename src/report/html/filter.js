"use strict";
(function () {
  var box = document.getElementById("search");
  var field = document.getElementById("filter");
  var count = document.getElementById("count");
  if (!box || !field) { return; }
  box.hidden = false;
  var rows = Array.prototype.slice.call(document.querySelectorAll("[data-alert]"));
  // A row of the list and the alert it points at are shown and hidden by the same words: those of the alert.
  var texts = rows.map(function (row) {
    var link = row.querySelector("a[href^='#']");
    var alert = link ? document.getElementById(link.getAttribute("href").slice(1)) : row;
    return ((alert || row).getAttribute("data-words") || row.textContent).toLowerCase();
  });
  function filter() {
    var words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    var shown = 0;
    rows.forEach(function (row, i) {
      var fits = words.every(function (word) { return texts[i].indexOf(word) >= 0; });
      row.hidden = !fits;
      if (fits && row.tagName === "TR") { shown += 1; }
    });
    count.textContent = shown + " shown";
  }
  field.addEventListener("input", filter);
  function open() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && target.tagName === "DETAILS") { target.open = true; target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", open);
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.alert").forEach(function (d) { d.open = true; });
  });
  filter();
  open();
})();
