/** The inks of a listing. On --surface and on the lit --band of tokens.css each reaches 4.5:1, `text` 7:1. */
interface Inks {
  text: string
  comment: string
  keyword: string
  module: string
  atom: string
  string: string
  number: string
  function: string
}

/** A TextMate colour theme of few colours: what is defined, what is named, what is literal, what is said on the side. */
function codeTheme(name: string, type: 'light' | 'dark', background: string, inks: Inks) {
  const rule = (scope: string[], foreground: string, fontStyle?: string) => ({ scope, settings: { foreground, fontStyle } })
  return {
    name,
    type,
    colors: { 'editor.background': background, 'editor.foreground': inks.text },
    settings: [
      { settings: { background, foreground: inks.text } },
      rule(['comment', 'comment.documentation', 'punctuation.definition.comment'], inks.comment, 'italic'),
      rule(['keyword', 'keyword.control', 'storage', 'keyword.operator.word'], inks.keyword),
      rule(['keyword.operator', 'punctuation'], inks.text),
      rule(['entity.name.type', 'entity.name.class', 'variable.other.constant', 'entity.name.namespace'], inks.module),
      rule(['constant.other.symbol', 'constant.language.symbol', 'constant.language'], inks.atom),
      rule(['string', 'punctuation.definition.string'], inks.string),
      rule(['constant.numeric'], inks.number),
      rule(['entity.name.function', 'support.function', 'variable.other.readwrite.module'], inks.function),
    ],
  }
}

/** Ink on paper. */
export const codeLight = codeTheme('real-world-light', 'light', '#f3eee2', {
  text: '#1f1b24',
  comment: '#5a5262',
  keyword: '#5b2a86',
  module: '#0a5a54',
  atom: '#8a3d00',
  string: '#2f5d1e',
  number: '#8a3d00',
  function: '#1d4f91',
})

/** Chalk on slate. */
export const codeDark = codeTheme('real-world-dark', 'dark', '#211e27', {
  text: '#f0ebe1',
  comment: '#b0a8ba',
  keyword: '#d3b4ff',
  module: '#6fdccb',
  atom: '#ffbe7a',
  string: '#b3dd92',
  number: '#ffbe7a',
  function: '#9cc7ff',
})
