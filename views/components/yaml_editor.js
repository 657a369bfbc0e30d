const TYPING_MS = 350, MOVING_MS = 180, LONGEST_MS = 1000
const desks = new WeakMap()

export default function (component) {
  const { parentElement, data, setTriggerValue } = component
  let desk = desks.get(parentElement)
  if (!desk) {
    desk = { find: id => parentElement.querySelector(`#${id}`), root: parentElement, revision: null, jump: null, view: null }
    desks.set(parentElement, desk)
    keepKeysInside(desk.find("editor"))
    import(new URL(data.library, document.baseURI)).then(library => start(desk, library), () => {
      desk.find("waiting").textContent = "The editor could not be loaded. Reload the page, or edit the file with an editor of your own."
    })
  }
  desk.send = value => setTriggerValue("edited", value)
  desk.data = data
  if (desk.view) refresh(desk)
  else if (desk.library && data.text != null) start(desk, desk.library)
}

/** The page's shortcuts (a digit picks, Space goes on) must not hear what is typed here: from outside, the shadow root hides that one types. */
function keepKeysInside(element) {
  for (const kind of ["keydown", "keyup", "keypress"]) element.addEventListener(kind, event => event.stopPropagation())
}

function start(desk, library) {
  desk.library = library
  if (desk.data.text == null) return desk.send({ text: null, line: 1, revision: "" }) // a new element of an old page: ask for the text
  desk.find("waiting").hidden = true
  desk.view = new library.EditorView({ parent: desk.find("editor"), root: desk.root.getRootNode(), state: stateOf(desk, desk.data.text ?? "") })
  desk.revision = desk.data.revision
  window.addEventListener("pagehide", () => { if (desk.timer) tell(desk) })
  refresh(desk)
}

function stateOf(desk, text) {
  const l = desk.library
  return l.EditorState.create({
    doc: text,
    extensions: [
      l.lineNumbers(), l.foldGutter(), l.highlightActiveLine(), l.highlightActiveLineGutter(), l.highlightSpecialChars(), l.history(),
      l.drawSelection(), l.indentOnInput(), l.bracketMatching(), l.highlightSelectionMatches(), l.search({ top: true }), l.lintGutter(),
      l.indentUnit.of("  "), l.EditorState.tabSize.of(2), l.yaml(), l.syntaxHighlighting(colours(l)), l.EditorView.lineWrapping,
      l.EditorView.contentAttributes.of({ "aria-label": desk.data.label, tabindex: "0", spellcheck: "false" }),
      l.keymap.of([{ key: "Mod-s", preventDefault: true, run: () => tell(desk, true) }, ...l.defaultKeymap, ...l.historyKeymap, ...l.searchKeymap, ...l.foldKeymap, ...l.lintKeymap]),
      l.EditorView.updateListener.of(update => listen(desk, update)),
      l.EditorView.domEventHandlers({ blur: () => { if (desk.timer) tell(desk) } }), // whoever presses Save means the text as it is
    ],
  })
}

function colours({ HighlightStyle, tags }) {
  const ink = share => `color-mix(in srgb, var(--st-text-color) ${share}%, transparent)`
  return HighlightStyle.define([
    { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "var(--st-link-color)" },
    { tag: [tags.comment, tags.lineComment], color: ink(72), fontStyle: "italic" },
    { tag: [tags.string, tags.content], color: "var(--st-text-color)" },
    { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: ink(75) },
    { tag: [tags.keyword, tags.meta, tags.typeName], color: "var(--st-code-text-color, var(--st-text-color))" },
  ])
}

function listen(desk, update) {
  if (update.docChanged && !desk.loading) later(desk, TYPING_MS)
  else if (update.selectionSet && lineOf(desk) !== desk.line) later(desk, desk.timer ? TYPING_MS : MOVING_MS)
}

/** Tell the page once the hand rests, with the whole text each time: of two messages that meet a busy page only the later one arrives. */
function later(desk, wait) {
  desk.line = lineOf(desk)
  desk.since ??= performance.now()
  clearTimeout(desk.timer)
  desk.timer = setTimeout(() => tell(desk), Math.max(0, Math.min(wait, desk.since + LONGEST_MS - performance.now())))
}

function tell(desk, save = false) {
  clearTimeout(desk.timer)
  desk.timer = desk.since = null
  desk.line = lineOf(desk)
  desk.send({ text: desk.view.state.doc.toString(), line: desk.line, revision: desk.revision, save })
  return true
}

function lineOf(desk) {
  const { doc, selection } = desk.view.state
  return doc.lineAt(selection.main.head).number
}

function refresh(desk) {
  const { data, view, library } = desk
  if (data.revision !== desk.revision && data.text != null) {
    clearTimeout(desk.timer)
    desk.timer = desk.since = null
    desk.loading = true
    view.setState(stateOf(desk, data.text))
    desk.loading = false
    desk.revision = data.revision
    desk.line = 1
  }
  view.dispatch(library.setDiagnostics(view.state, data.problems.map(problem => diagnostic(view.state.doc, problem))))
  list(desk, data.problems)
  if (data.jump && data.jump.token !== desk.jump) {
    desk.jump = data.jump.token
    go(desk, data.jump.line, data.jump.column, data.jump.focus)
  }
}

function placeOf(doc, line, column) {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines))
  return { from: Math.min(found.from + column - 1, found.to), to: found.to }
}

function diagnostic(doc, { line, column, severity, code, wrong, allowed }) {
  const { from, to } = placeOf(doc, line, column)
  return { from, to: Math.max(from, to), severity, source: code, message: `${wrong}; ${allowed}` }
}

function go(desk, line, column, focus) {
  const { view, library } = desk
  const { from } = placeOf(view.state.doc, line, column)
  view.dispatch({ selection: { anchor: from }, effects: library.EditorView.scrollIntoView(from, { y: "center" }) })
  if (focus) view.focus()
}

function list(desk, problems) {
  const section = desk.find("problems")
  section.replaceChildren()
  const title = document.createElement("h3")
  const errors = problems.filter(problem => problem.severity === "error").length, warnings = problems.length - errors
  const count = (number, name) => `${number} ${name}${number === 1 ? "" : "s"}`
  title.textContent = problems.length === 0 ? "✓ No problem found" :
    [errors && count(errors, "error"), warnings && count(warnings, "warning")].filter(Boolean).join(", ")
  section.append(title)
  if (!problems.length) return
  const items = document.createElement("ul")
  items.append(...problems.slice(0, 50).map(problem => entry(desk, problem)))
  section.append(items)
  if (problems.length > 50) section.append(`… and ${problems.length - 50} more`)
}

function entry(desk, problem) {
  const item = document.createElement("li"), button = document.createElement("button"), place = document.createElement("code")
  const mend = document.createElement("span"), says = document.createElement("span")
  button.type = "button"
  button.className = problem.severity
  button.title = problem.why
  place.textContent = `${problem.line}:${problem.column} ${problem.severity === "error" ? "✗" : "!"} ${problem.code}`
  says.textContent = problem.where === problem.code ? ` ${problem.wrong}` : ` ${problem.where}: ${problem.wrong}`
  mend.className = "mend"
  mend.textContent = `→ ${problem.allowed}`
  button.append(place, says, mend)
  button.onclick = () => go(desk, problem.line, problem.column, true)
  item.append(button)
  return item
}
