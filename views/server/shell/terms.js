// The words that a page explains: a link to "#term-…" carries its sentence as its title. The first one of each term that is seen becomes a
// button that shows it in a box over the page; the others read as plain text. Nothing is asked of the server, and nothing on the page moves.
{
  const WORD = 'a[href^="#term-"], a[data-term]'
  const ROLES = ["button", "radio", "checkbox", "switch", "tab", "option", "menuitem", "slider", "gridcell"].map(role => `[role=${role}]`)
  const PRESSED = ["button", "a[href]", "input", "textarea", "select", "label", "summary", ...ROLES].join()
  const LOOK_MS = 80
  const GAP = 6
  const EDGE = 8

  class Terms {
    constructor() {
      this.word = null
      this.images = new Map()
      addEventListener("click", event => this.onClick(event), true)
      addEventListener("keydown", event => this.onKey(event), true)
      addEventListener("focusin", ({ target }) => this.button(target)?.matches(":focus-visible") && this.show(this.button(target)))
      addEventListener("focusout", ({ target }) => target === this.word && this.hide())
      addEventListener("pointerdown", event => this.onPress(event), true)
      addEventListener("scroll", () => this.place(), { capture: true, passive: true })
      addEventListener("resize", () => this.place())
      this.sight = new IntersectionObserver(() => this.lookSoon()) // cards are turned by style sheets, which change no element
      this.changes = new MutationObserver(() => this.lookSoon())
      const looked = { subtree: true, childList: true, attributes: true, attributeFilter: ["href", "title", "class", "style", "hidden", "open"] }
      this.changes.observe(document.documentElement, looked)
    }

    button(target) {
      return target?.closest?.("a[data-term][role=button]")
    }

    lookSoon() {
      this.waits ??= setTimeout(() => this.look(), LOOK_MS)
    }

    /** Of each term the first use that is seen is a button. */
    look() {
      this.waits = null
      const seen = new Set()
      for (const word of document.querySelectorAll(WORD)) {
        this.take(word)
        const name = word.dataset.term
        const isFirst = !seen.has(name) && word.checkVisibility({ visibilityProperty: true })
        if (isFirst) seen.add(name)
        this.set(word, isFirst)
      }
      if (this.word && !(this.word.isConnected && this.button(this.word))) this.hide()
      else this.place()
      this.changes.takeRecords()
    }

    /** A link that was drawn is no link any more: it leads nowhere. */
    take(word) {
      if (!word.dataset.term) this.sight.observe(word)
      if (word.title) word.dataset.says = word.title
      if (word.hasAttribute("href")) {
        const [name, picture = "", shows = ""] = word.getAttribute("href").slice("#term-".length).split("=").map(decodeURIComponent)
        Object.assign(word.dataset, { term: name, picture, shows })
      }
      word.removeAttribute("href")
      word.removeAttribute("title")
    }

    set(word, isButton) {
      if (isButton === (word.getAttribute("role") === "button")) return
      if (isButton) {
        word.setAttribute("role", "button")
        word.setAttribute("aria-expanded", "false")
        word.tabIndex = 0
        if (this.hasPicture(word)) this.imageOf(word)
      } else for (const name of ["role", "aria-expanded", "aria-describedby", "tabindex"]) word.removeAttribute(name)
    }

    hasPicture(word) {
      return word.dataset.picture.startsWith("pictures/")
    }

    /** The picture of a word, kept from when the word is first seen: it is there once it is asked for, and is not fetched again. */
    imageOf({ dataset: { picture } }) {
      if (!this.images.has(picture)) {
        const image = Object.assign(new Image(), { src: picture })
        image.addEventListener("load", () => this.place())
        this.images.set(picture, image)
      }
      return this.images.get(picture)
    }

    show(word) {
      if (this.word === word) return
      this.hide()
      this.word = word
      const { term, says, shows } = word.dataset
      const box = this.box ??= this.made()
      const name = document.createElement("strong")
      const text = document.createElement("p")
      name.textContent = term
      text.append(name, ` ${says}`)
      box.replaceChildren(text)
      if (this.hasPicture(word)) box.append(Object.assign(this.imageOf(word), { alt: shows }))
      const { backgroundColor, color, fontFamily } = getComputedStyle(document.querySelector(APP) ?? document.body)
      Object.assign(box.style, { backgroundColor, color, fontFamily })
      word.setAttribute("aria-expanded", "true")
      word.setAttribute("aria-describedby", box.id)
      this.place()
    }

    /** The box is there before it says something, so that it is read out then. */
    made() {
      const box = document.createElement("div")
      box.id = "term-box"
      box.setAttribute("role", "status")
      document.body.append(box)
      return box
    }

    hide() {
      const { word } = this
      this.word = null
      this.box?.replaceChildren()
      if (word?.getAttribute("role") !== "button") return
      word.setAttribute("aria-expanded", "false")
      word.removeAttribute("aria-describedby")
    }

    /** Below the word, or above it where there is no room; never over the edge of the window. */
    place() {
      if (!this.word) return
      const at = this.word.getClientRects()[0]
      if (!at || at.bottom < 0 || at.top > innerHeight) return this.hide()
      const { offsetWidth: wide, offsetHeight: high } = this.box
      const below = at.bottom + GAP
      const isBelow = below + high <= innerHeight - EDGE || at.top - GAP - high < EDGE
      this.box.style.top = `${isBelow ? below : at.top - GAP - high}px`
      this.box.style.left = `${Math.max(EDGE, Math.min(at.left, document.documentElement.clientWidth - wide - EDGE))}px`
    }

    /** A press elsewhere takes the focus, and closes the box, before the click comes. */
    onPress(event) {
      this.wasOpen = Boolean(this.word)
      if (this.word && this.box.contains(event.target)) event.preventDefault()
    }

    onClick(event) {
      const word = this.button(event.target)
      const wasOpen = this.word || this.wasOpen
      this.wasOpen = false
      if (word) {
        this.only(event)
        if (this.word === word) this.hide()
        else this.show(word)
      } else if (wasOpen && !this.box.contains(event.target)) {
        this.hide()
        if (!event.target.closest?.(PRESSED)) this.only(event) // it only closes the box
      }
    }

    onKey(event) {
      const word = this.button(event.target)
      if (event.key === "Escape" && this.word) {
        this.only(event)
        this.hide()
      } else if (word && (event.key === "Enter" || event.key === " ") && !event.ctrlKey && !event.metaKey && !event.altKey) {
        this.only(event)
        if (event.repeat) return
        if (this.word === word) this.hide()
        else this.show(word)
      }
    }

    only(event) {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
  }

  window[Symbol.for("featherweight.terms")] ??= new Terms()
}
