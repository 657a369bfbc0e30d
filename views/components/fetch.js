// What Streamlit sends of a component; ADDRESS stands for where its script is.
const AGAIN_MS = 1000
let script
// The data travel in a list: a mapping is searched for tables by Streamlit, which loads pandas for that.
export default function (given) {
  const unpacked = { ...given, data: given.data[0] }
  if (script) return script.default(unpacked)
  let leave, isGone = false
  const fetched = () => import(new URL("ADDRESS", document.baseURI)).then(found => {
    script = found
    if (!isGone) leave = script.default(unpacked)
  }, () => { if (!isGone) setTimeout(fetched, AGAIN_MS) })
  fetched()
  return () => {
    isGone = true
    leave?.()
  }
}
