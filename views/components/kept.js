// What a student has set, typed or pressed in a component, kept by this tab over a run and a refresh; nothing goes to the server.

/** What was kept under the name, or `otherwise`: nothing was, or the browser keeps nothing. */
export function recalled(name, otherwise) {
  try {
    return { ...otherwise, ...JSON.parse(sessionStorage.getItem(`featherweight-${name}`)) }
  } catch {
    return otherwise
  }
}

/** Keep what may be written as JSON. */
export function remember(name, value) {
  try {
    sessionStorage.setItem(`featherweight-${name}`, JSON.stringify(value))
  } catch {
    // a browser that keeps nothing shows what comes first
  }
}
