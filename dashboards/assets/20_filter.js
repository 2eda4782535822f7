// The dialog that composes one condition of the filter grammar from choices, or takes it as written.
(function () {
  "use strict";
  const { element } = window.tracework;
  const quoted = (name) => '"' + name.replaceAll('"', '""') + '"';

  function choice(label, pairs) {
    const field = element("select", { "aria-label": label }, pairs.map(([value, words]) => element("option", { value, text: words })));
    return { field: element("label", { class: "field" }, [element("span", { class: "small ink-3", text: label }), field]), value: () => field.value, input: field };
  }

  function entry(label, type, more) {
    const field = element("input", { type, "aria-label": label, ...more });
    return { field: element("label", { class: "field" }, [element("span", { class: "small ink-3", text: label }), field]), value: () => field.value.trim(), input: field };
  }

  const named = (names) => names.map((name) => [name, name]);

  function activity(words) {
    const how = choice("Cases that", [["has", "include"], ["lacks", "do not include"], ["starts", "start with"], ["ends", "end with"]]);
    const which = choice("Step", named(words.activities));
    return { fields: [how, which], text: () => `${how.value()} ${quoted(which.value())}` };
  }

  function follows(words) {
    const first = choice("Step", named(words.activities));
    const how = choice("Followed", [["directly", "directly by"], ["eventually", "at some time by"]]);
    const second = choice("Step after it", named(words.activities));
    const over = entry("More than, in days (may be empty)", "number", { min: 0, step: "any" });
    return {
      fields: [first, how, second, over],
      text: () => `${how.value()} (${quoted(first.value())}, ${quoted(second.value())})${over.value() ? ` over ${amount(over.value())}` : ""}`,
    };
  }

  const amount = (days) => `${Math.round(Number(days) * 86400)}s`;

  function attribute(words) {
    const which = choice("Attribute", words.attributes.map((each) => [each.name, each.name]));
    const how = choice("Which", [["=", "is"], ["!=", "is not"], [">", "is above"], ["<", "is below"]]);
    const list = element("datalist", { id: "filter-values" });
    const value = entry("Value", "text", { list: "filter-values", autocomplete: "off" });
    const offer = () => {
      const found = words.attributes.find((each) => each.name === which.value());
      list.replaceChildren(...(found ? found.values : []).map((one) => element("option", { value: one })));
    };
    which.input.addEventListener("change", offer);
    offer();
    value.field.append(list);
    return { fields: [which, how, value], text: () => `case.${quoted(which.value())} ${how.value()} ${quoted(value.value())}` };
  }

  function timeFrame() {
    const how = choice("Cases that", [["started", "started in"], ["ended", "ended in"], ["contained", "lie wholly in"], ["intersecting", "were active in"], ["trimmed", "were active in, only those steps"]]);
    const since = entry("From", "date");
    const until = entry("To", "date");
    return { fields: [how, since, until], text: () => (since.value() || until.value() ? `${how.value()} ${since.value()}..${until.value()}` : "") };
  }

  function lasted(words) {
    const clock = choice("Clock", [["duration", "elapsed"], ...(words.business ? [["business duration", "business time"]] : [])]);
    const how = choice("Took", [[">", "longer than"], ["<", "shorter than"]]);
    const value = entry("Hours", "number", { min: 0, step: "any", value: "24" });
    return { fields: [clock, how, value], text: () => (value.value() ? `${clock.value()} ${how.value()} ${Math.round(Number(value.value()) * 3600)}s` : "") };
  }

  function rework(words) {
    const how = choice("Cases", [["rework", "that do a step again"], ["no rework", "that do no step again"]]);
    const which = choice("Step", [["", "any step"], ...named(words.activities)]);
    return { fields: [how, which], text: () => how.value() + (which.value() ? ` ${quoted(which.value())}` : "") };
  }

  function written() {
    const text = entry("Condition", "text", { placeholder: 'has "Send reminder" and duration > 5d', autocomplete: "off" });
    return { fields: [text], text: () => text.value() };
  }

  const KINDS = [
    ["activity", "A step", activity], ["follows", "One step after another", follows], ["attribute", "An attribute of the case", attribute],
    ["time", "A time frame", timeFrame], ["duration", "How long it took", lasted], ["rework", "Steps done again", rework], ["written", "As written", written],
  ];

  function open(dialog, words, take) {
    if (!words) return;
    const kinds = KINDS.filter(([name]) => name !== "attribute" || words.attributes.length);
    const kind = choice("Filter by", kinds.map(([name, label]) => [name, label]));
    const fields = element("div", { class: "filter-fields" });
    let form = null;
    const show = () => {
      form = kinds.find(([name]) => name === kind.value())[2](words);
      fields.replaceChildren(...form.fields.map((each) => each.field));
    };
    kind.input.addEventListener("change", show);
    show();
    const mistake = element("p", { class: "small bad-words", role: "alert" });
    const add = element("form", { method: "dialog", class: "dialog-body", onsubmit: (event) => {
      event.preventDefault();
      const text = form.text();
      if (!text) { mistake.textContent = "Say what to filter by."; return; }
      dialog.close();
      take(text);
    } }, [kind.field, fields, mistake, element("div", { class: "dialog-foot" }, [
      element("button", { class: "button", type: "button", text: "Cancel", onclick: () => dialog.close() }),
      element("button", { class: "button main", type: "submit", text: "Add filter" }),
    ])]);
    dialog.replaceChildren(element("div", { class: "dialog-head" }, [element("h2", { text: "Add a filter" })]), add);
    dialog.showModal();
    kind.input.focus();
  }

  window.traceworkFilter = { open };
})();
