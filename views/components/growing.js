export default function (component) {
  const { parentElement, data } = component
  const list = parentElement.querySelector(".rows")
  data.rows.forEach((row, number) => drawRow(list.children[number] ?? list.appendChild(emptyRow(row)), row))
  while (list.children.length > data.rows.length) list.lastChild.remove()
}

function emptyRow({ cells }) {
  const row = document.createElement("li")
  const title = document.createElement("span")
  title.className = "title"
  row.append(title, ...cells.map(() => {
    const cell = document.createElement("div"), rail = document.createElement("i")
    cell.className = "cell"
    rail.append(document.createElement("b"))
    cell.append(document.createElement("span"), rail)
    return cell
  }))
  return row
}

/** A figure that is not measured yet has an empty rail and a sign that it is to come. */
function drawRow(row, { title, isBetOn, cells }) {
  row.classList.toggle("is-bet-on", isBetOn)
  row.querySelector(".title").textContent = title
  row.querySelectorAll(".cell").forEach((cell, number) => {
    const { text, share } = cells[number]
    cell.querySelector("span").textContent = text
    cell.querySelector("b").style.width = `${100 * share}%`
  })
}
