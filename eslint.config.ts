import antfu from '@antfu/eslint-config'

export default antfu({
  // slides.md is Slidev's own dialect; prose, Elixir, the VM's minified script and fixtures that are broken on purpose
  // are not for this linter.
  ignores: ['**/*.md', 'dist', 'snippets', 'public/beam/AtomVM.mjs', 'test/fixtures'],
  // Its rules are about speed; the deck's scripts read better with a regular expression where it is used.
  e18e: false,
  typescript: true,
  vue: true,
}, {
  // A destructured parameter is documented as the one thing it is.
  rules: { 'jsdoc/check-param-names': ['warn', { checkDestructured: false }] },
})
