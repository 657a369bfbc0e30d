{
  const drawn = `${ELEMENT}, ${DIALOG}`, loading = document.getElementById("loading")
  setTimeout(() => { loading.hidden = false }, 1000)
  new MutationObserver((_, watch) => {
    if (!document.querySelector(drawn)) return
    loading.remove()
    watch.disconnect()
  }).observe(document.body, { childList: true, subtree: true })
}
