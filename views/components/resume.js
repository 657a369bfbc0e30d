export default function ({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  const says = parentElement.querySelector("p")
  says.textContent = "" // what was said of another code
  button.onclick = async () => {
    button.disabled = true
    try {
      const answer = await fetch(new URL("resume", document.baseURI), { method: "POST", body: data.code, credentials: "same-origin" })
      if (answer.ok) return location.assign(new URL(".", document.baseURI))
      says.textContent = (await answer.json()).problem
    } catch {
      says.textContent = "The server did not answer. Try again."
    }
    button.disabled = false
  }
}
