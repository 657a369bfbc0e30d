const desks = new WeakMap()

export default function (component) {
  const { parentElement, data, setTriggerValue } = component
  const desk = desks.get(parentElement) ?? started(parentElement)
  desks.set(parentElement, desk)
  desk.send = setTriggerValue
  desk.busy = data.busy
  if (data.drawing && data.drawing !== desk.given) {
    desk.given = data.drawing
    desk.ink = fromHex(data.drawing)
  }
  if (data.digit !== desk.named) {
    desk.named = data.digit
    desk.digit = data.digit
  }
  show(desk)
  document.addEventListener("paper-asked", desk.tell)
  return () => document.removeEventListener("paper-asked", desk.tell)
}

function started(root) {
  const find = id => root.querySelector(`#${id}`)
  const desk = { find, ink: new Float32Array(SIDE * SIDE), digit: null, given: "", named: null, last: null, sampled: null }
  desk.tell = () => tell(desk)
  find("digits").append(...Array.from({ length: 10 }, (_, digit) => choice(desk, digit)))
  find("paper").width = find("paper").height = SIDE
  listen(desk, find("paper"))
  find("clear").onclick = () => {
    desk.ink.fill(0)
    desk.digit = desk.sampled = null // what it was belonged to the drawing
    show(desk)
    find("paper").focus()
  }
  find("sample").onclick = () => {
    const isOwn = desk.digit !== null && desk.digit !== desk.sampled // the student wants this digit
    if (!isOwn) desk.digit = desk.sampled = otherDigit(desk.sampled, Math.random)
    desk.ink = sampleInk(desk.digit, Math.random)
    show(desk)
  }
  find("read").onclick = () => {
    desk.given = asHex(desk.ink)
    desk.named = desk.digit
    desk.send("read", { drawing: desk.given, digit: desk.digit })
  }
  return desk
}

/** What lies on the paper, for the readings below it, which may be those of an earlier drawing. */
function tell(desk) {
  document.dispatchEvent(new CustomEvent("paper-drawing", { detail: asHex(desk.ink) }))
}

function choice(desk, digit) {
  const label = document.createElement("label"), input = document.createElement("input"), text = document.createElement("span")
  Object.assign(input, { type: "radio", name: "digit", value: digit })
  input.onclick = () => name(desk, digit) // also where the app chose it already: now the student wants it
  text.textContent = digit
  label.append(input, text)
  return label
}

/** The student says which digit it is; once it was read, the page is told. */
function name(desk, digit) {
  desk.digit = digit
  desk.sampled = null
  show(desk)
  if (desk.given && asHex(desk.ink) === desk.given && desk.named !== digit) {
    desk.named = digit
    desk.send("named", digit)
  }
}

function listen(desk, paper) {
  const at = event => {
    const box = paper.getBoundingClientRect()
    return [(SIDE * (event.clientX - box.left)) / box.width, (SIDE * (event.clientY - box.top)) / box.height]
  }
  const draw = event => {
    const here = at(event)
    stroke(desk.ink, ...(desk.last ?? here), ...here)
    desk.last = here
    show(desk)
  }
  paper.onpointerdown = event => {
    if (event.button !== 0) return
    event.preventDefault()
    paper.setPointerCapture(event.pointerId)
    desk.last = null
    draw(event)
  }
  paper.onpointermove = event => {
    if (desk.last === null) return
    const parts = event.getCoalescedEvents?.() ?? []
    for (const part of parts.length ? parts : [event]) draw(part)
  }
  paper.onpointerup = paper.onpointercancel = () => (desk.last = null)
}

function show(desk) {
  const paper = desk.find("paper"), context = paper.getContext("2d"), picture = context.createImageData(SIDE, SIDE)
  const [red, green, blue] = getComputedStyle(paper).color.match(/\d+(\.\d+)?/g).map(Number)
  desk.ink.forEach((value, place) => picture.data.set([red, green, blue, 255 * value], 4 * place))
  context.putImageData(picture, 0, 0)
  for (const input of desk.find("digits").querySelectorAll("input")) input.checked = Number(input.value) === desk.digit
  const blank = isBlank(desk.ink), same = asHex(desk.ink) === desk.given
  desk.find("read").disabled = blank || desk.busy
  desk.find("clear").disabled = blank
  desk.find("hint").textContent = blank
    ? "Draw one digit, as large as you like. It is cut out and scaled to the size of the training pictures."
    : desk.busy
      ? same ? "Reading it…" : "The drawing before this one is being read…"
      : same
        ? "This drawing was read: see below."
        : "“Read it” shows it to all networks at once."
  tell(desk)
}
