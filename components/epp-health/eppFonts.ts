import '@fontsource/inter/latin-400.css'
import '@fontsource/inter/latin-500.css'
import '@fontsource/inter/latin-600.css'

const FONTS = ['400 15px Inter', '500 15px Inter', '600 15px Inter', '400 15px "JetBrains Mono"', '600 15px "JetBrains Mono"']

/** Has the browser fetch and open the fonts of the EPP page, which it would otherwise do when it sets the first word. */
export function loadPageFonts(): void {
  // Without one of them the page is set in the next font of its list.
  Promise.all(FONTS.map(font => document.fonts.load(font))).catch(() => {})
}
