// What the scripts of this app take for granted of Streamlit's page, which documents none of it. It stands before each script that asks for
// it: those of the components and those of the shell page. tests/test_streamlit_edge.py asks the installed Streamlit for every name in it.
const APP = '[data-testid="stApp"]'
const STATES = ["data-test-connection-state", "data-test-script-state"] // what tells on the app's element how it is
const CONNECTED = `${APP}[data-test-connection-state="CONNECTED"]`
const DRAWN = `${APP}[data-test-script-state="notRunning"]`
const IDLE = `${CONNECTED}[data-test-script-state="notRunning"]`
const DIALOG = "[role=dialog]" // comes by itself while the server is away, and takes the focus
const POPOVER = '[data-testid="stPopoverBody"]'
const ELEMENT = '[data-testid="stElementContainer"]'
const PRIMARY = "button[kind^=primary]"
const main = () => document.querySelector('[data-testid="stMain"]') // what the pages scroll in
const keyClass = key => `st-key-${key}` // of the element with that key
const keyed = key => `.${keyClass(CSS.escape(key))}`
const keyedFrom = part => `[class*="${keyClass(part)}"]` // whose key begins so
const keyClassOf = element => [...element.classList].find(name => name.startsWith(keyClass("")))
const wrapped = key => `${keyed(key)}, [data-testid="stLayoutWrapper"]:has(> ${keyed(key)})` // without it a hidden container leaves a gap
const byShortcut = name => `button:has([aria-label="Shortcut ${name}"])`
const tellServer = address => { window.__streamlit = { BACKEND_BASE_URL: address } }
const chosenTheme = () => JSON.parse(localStorage.getItem(`stActiveTheme-${location.pathname}-v2`)).name // in Streamlit's menu
