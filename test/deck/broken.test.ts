import { Buffer } from 'node:buffer'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { brokenOutline } from '../fixtures/broken-deck/outline'
import { checks } from './checks'
import { report } from './problems'
import { loadDeck } from './reading/deck'
import { readProject } from './reading/project'

const root = mkdtempSync(join(tmpdir(), 'broken-deck-'))
afterAll(() => rmSync(root, { recursive: true }))
cpSync(fileURLToPath(new URL('../fixtures/broken-deck', import.meta.url)), root, { recursive: true })
writeHeavyImage(join(root, 'images'))
const deck = await loadDeck(root, brokenOutline, readProject(fileURLToPath(new URL('../..', import.meta.url))))

/** Makes of the small picture one that says it is wide enough, and has too many bytes: no need to keep those in git. */
function writeHeavyImage(folder: string): void {
  const bytes = readFileSync(join(folder, 'small.jpg'))
  const startOfFrame = bytes.indexOf(Buffer.from([0xFF, 0xC0]))
  bytes.writeUInt16BE(2400, startOfFrame + 7)
  writeFileSync(join(folder, 'heavy.jpg'), Buffer.concat([bytes, Buffer.alloc(300_000)]))
}

/** A slide by number and title, what the check has to quote, and a few words of what it has to advise. */
type Seen = [slide: string, offending: string, remedy: string]

const seen: Record<string, Seen[]> = {
  'has the slides of the outline, in its order': [
    ['slide 3 (The Missing Slide)', '`routeAlias: missing`', 'Write it'],
    ['slide 4 (Bad Alias!)', 'no slide `Bad Alias!`', 'correct its `routeAlias`'],
    ['slide 5 (One Heading)', 'no `routeAlias`', 'Take the slide out'],
    ['slide 29 (Early)', '`early` comes too late', 'Move it up'],
  ],
  'has frontmatter that can be read, and the settings others rely on': [
    ['slide 1 (A Broken Deck)', 'no `lang`', 'Write `lang: en`'],
    ['slide 1 (A Broken Deck)', 'no `duration`', 'Write `duration: 25min`'],
    ['slide 1 (A Broken Deck)', '`routerMode: history`', 'Write `routerMode: hash`'],
    ['slide 1 (A Broken Deck)', 'no `canvasWidth`', 'Write `canvasWidth: 1280`'],
    ['slide 1 (A Broken Deck)', 'no `preloadImages`', 'Write `preloadImages: false`'],
    ['slide 6 (Compile)', 'Nested mappings are not allowed in compact mappings, in its line 5', 'need quotes around them'],
    ['slide 6 (Compile)', 'Element is missing end tag, near <div>', 'Close every tag'],
  ],
  'has the titles of the outline': [
    ['slide 2 (The Wong Title)', '"The Wong Title"', 'write `# The Right Title`'],
    ['slide 3 (The Right Title)', '`title: Another Title`', 'Make them the same'],
    ['slide 4 (Bad Alias!)', 'no heading', 'Give it one line `# Title`'],
    ['slide 5 (One Heading)', '2 headings, "One Heading" and "Another Heading"', 'Give it one line'],
  ],
  'has an alias for every slide, each once': [
    ['slide 3 (The Right Title)', '`routeAlias: frame` is slide 2\'s already', 'Choose another'],
    ['slide 4 (Bad Alias!)', '`routeAlias: Bad Alias!`', 'Use small letters'],
    ['slide 5 (One Heading)', 'no `routeAlias`', 'Give it one'],
  ],
  'has layouts that exist and are the outline\'s': [
    ['slide 2 (The Wong Title)', '`layout: sectoin`', 'Use one of `code-panel`, `default`, `screenshot`, `section`'],
    ['slide 3 (The Right Title)', '`layout: section`', 'write `layout: default`'],
    ['slide 4 (Bad Alias!)', 'no `layout`', 'Write `layout: default`'],
    ['slide 6 (Compile)', 'no place for `::sidebar::`', 'Correct the name'],
  ],
  'has the transitions of the outline': [
    ['slide 2 (The Wong Title)', '`transition: zoom`', 'write `transition: slide-left`'],
    ['slide 3 (The Right Title)', 'no `transition`', 'Write `transition: slide-left`'],
  ],
  'has every slide in its system': [
    ['slide 2 (The Wong Title)', '`class: marketing admin`', 'Write exactly one'],
    ['slide 3 (The Right Title)', '`class: orbitfour`', 'name that one'],
    ['slide 4 (Bad Alias!)', '`class: wide`', 'Write exactly one'],
  ],
  'has the clicks of the outline': [
    ['slide 7 (Reveal)', '"- No blank lines - around this list"', 'put blank lines around'],
    ['slide 7 (Reveal)', '`v-mark` on `<span>`', 'use `v-click`'],
    ['slide 7 (Reveal)', '`<NoSuchPanel>`', 'correct its name'],
    ['slide 7 (Reveal)', '`clicks: 9`', 'Take it out'],
    ['slide 8 (Walk)', '1 click, a walk has at least 4', 'Give the listing more highlights'],
    ['slide 13 (Few Marks)', '1 click, the outline has 2', 'Reveal more'],
    ['slide 25 (Assets)', '`<Youtube>`', 'teach the count'],
  ],
  'has one named step a highlight, drawn by its panel': [
    ['slide 8 (Walk)', 'step `2` is a number', 'Name what it shows'],
    ['slide 8 (Walk)', 'step `grant` has no sentence', 'Write what the figure shows there'],
    ['slide 8 (Walk)', '3 steps (`2`, `whole`, `grant`), but 2 highlights `{all|1}`', 'Name one step for each'],
    ['slide 8 (Walk)', '`<MailerPanel>` under `::figure::`', 'The outline has `<RateLimiterPanel>`'],
    ['slide 8 (Walk)', '`:step="\'whole\'"`', 'Write `:step="slotProps.step"`'],
    ['slide 8 (Walk)', '`<MailerPanel>` draws `chain`, `sent`', 'in the same order'],
    ['slide 9 (No Walk)', 'no `steps`', 'Give each highlight of the listing a name'],
    ['slide 10 (No Panel)', '0 listings', 'has one: `<<< @/snippets'],
    ['slide 10 (No Panel)', 'nothing under `::figure::`', 'Place the panel there'],
    ['slide 11 (Stray Steps)', '`steps`', 'Take them out'],
    ['slide 28 (Facts)', '`steps`', 'Take them out'],
  ],
  'has the figures of the outline': [
    ['slide 8 (Walk)', '"<RateLimiterPanel />"', 'Place it there'],
    ['slide 28 (Facts)', '"<ServicesFold />"', 'Place it there'],
  ],
  'has notes on every slide, with one mark a click': [
    ['slide 12 (Notes)', '`[click:2]`', 'Write a `[click]` for each'],
    ['slide 12 (Notes)', '`[clicks]`', 'Write `[click]`'],
    ['slide 12 (Notes)', 'before the first `[click]` of the notes, before "Nothing is said before the first click."', 'Say what the slide opens with'],
    ['slide 12 (Notes)', 'after `[click]` number 2 of the notes, before "Two clicks in one.', 'Say what that click shows'],
    ['slide 13 (Few Marks)', '0 marks `[click]` in the notes; the slide has 1 click', 'Put one before what is said'],
    ['slide 14 (No Notes)', 'no notes', 'Write them in a comment at the very end'],
    ['slide 15 (Buried Notes)', '"These are no notes, since a line comes after them."', 'Move it there'],
    ['slide 17 (Listing Sizes)', '1 mark `[click]` in the notes, the last before "That belongs to nothing."; the slide has 0 clicks', 'Take away the marks'],
  ],
  'shows regions that exist': [
    ['slide 16 (Snippets)', 'no file snippets/nowhere.ex', 'Correct the path'],
    ['slide 16 (Snippets)', 'snippets/broken.ex has no region `absent`', 'It has `good`, `wide`, `long`, `empty`, `happy`, `open`'],
    ['slide 16 (Snippets)', 'never ends the region `open`', 'Close it with `# endregion open`'],
    ['slide 16 (Snippets)', '"<<< @/snippets/broken.ex#empty elixir" shows nothing', 'Put the lines between its marks'],
    ['slide 16 (Snippets)', '"<<< @/../elsewhere.ex#good elixir" leads out of the project', 'Move the file'],
  ],
  'shows listings that fit': [
    ['slide 17 (Listing Sizes)', '26 lines; 25 fit', 'the first that is too many is "def line_26, do: 26"'],
    ['slide 17 (Listing Sizes)', '84 columns; 62 fit', 'Break "def a_name_that_is_far_too_long'],
  ],
  'highlights lines that are there': [
    ['slide 18 (Highlights)', 'highlight 2, `1,2`, of "<<< @/snippets/broken.ex#good elixir {all|1,2|4|3-1|x}": `2`', 'Choose the lines that are meant'],
    ['slide 18 (Highlights)', '`4` is not among the 3 lines', 'Count from the first line'],
    ['slide 18 (Highlights)', '`3-1` is no range of lines', 'Write `all`, `3` or `5-6,9`'],
    ['slide 18 (Highlights)', '`x` is no range of lines', 'Write `all`, `3` or `5-6,9`'],
    ['slide 18 (Highlights)', 'no highlights in "elixir {1, 3|all}"', 'Write them without spaces'],
  ],
  'has a text for every image': [
    ['slide 19 (Missing Screen)', '`alt` of "images/missing.jpg" in the frontmatter is only "placeholder"', 'Tell what is on the picture'],
    ['slide 20 (Small Screen)', '"A screen", has 8 characters', 'in 60 at least'],
    ['slide 21 (Heavy Screen)', 'only "Heavy Screen"', 'Tell what is on the picture'],
    ['slide 22 (False Screen)', '"images/not-a-jpeg.jpg" in the frontmatter is empty', 'Tell what is on the picture'],
    ['slide 24 (Images)', '"/nowhere.png" is empty', 'Tell what is on the picture'],
    ['slide 24 (Images)', 'only "small.jpg"', 'Tell what is on the picture'],
  ],
  'has the file of every image, large and light enough': [
    ['slide 19 (Missing Screen)', '"images/missing.jpg"', 'Draw it with `npm run images`'],
    ['slide 20 (Small Screen)', '`image: images/small.jpg`', 'The outline has "images/big.jpg"'],
    ['slide 20 (Small Screen)', '160 × 90 pixels', 'Make it 2400 wide at least'],
    ['slide 21 (Heavy Screen)', '"images/heavy.jpg" has 301 kB', '300 kB at most'],
    ['slide 22 (False Screen)', '"images/not-a-jpeg.jpg" is no JPEG', 'Save it as one'],
    ['slide 23 (No Screen)', 'no `image`', 'Write `image: images/…`'],
    ['slide 24 (Images)', '"/nowhere.png"', 'Put the file there'],
    ['slide 24 (Images)', '`:src="computed"`', 'Write its path out'],
  ],
  'fetches nothing from another host': [
    ['slide 1 (A Broken Deck)', '`favicon: https://example.com/favicon.png`', 'Put the file into the project'],
    ['slide 1 (A Broken Deck)', '`fonts.provider: undefined`', 'Write `none`'],
    ['slide 25 (Assets)', '`<img>` fetches "https://example.com/logo.png"', 'Put the file into the project'],
    ['slide 25 (Assets)', '`<Youtube>`', 'Show a picture of it'],
    ['slide 25 (Assets)', '`<link>` fetches "//fonts.example.com/css"', 'Put the file into the project'],
    ['slide 25 (Assets)', '"https://fonts.example.com/serif.css"', 'Put the file into the project'],
    ['slide 25 (Assets)', 'a style fetches "https://example.com/paper.png"', 'Put the file into the project'],
    ['slide 25 (Assets)', '`background: https://example.com/paper.png`', 'Put the file into the project'],
  ],
  'has links that lead somewhere': [
    ['slide 26 (Links)', '`[](https://elixir-lang.org)` has no text', 'Say in a word or two'],
    ['slide 26 (Links)', '`[plain](http://example.com)`', 'Write `https://…`'],
    ['slide 26 (Links)', '`[empty]()` leads nowhere', 'Give it an address'],
    ['slide 26 (Links)', '`[write](mailto:me@example.com)`', 'Write `https://…`'],
    ['slide 26 (Links)', '`[http://roommates.com](http://roommates.com)`', 'Write `https://…`'],
    ['slide 26 (Links)', '`[livebook.dev](https://livebook.com)` reads like another address', 'Make them the same: `https://livebook.dev`'],
    ['slide 26 (Links)', '`[broken](https://exa_mple.com,)`', 'Correct it'],
    ['slide 26 (Links)', '`[no address](https//example.com)`', 'Write `https://` and the host'],
    ['slide 26 (Links)', '`[nowhere](/nowhere)` leads to no slide', 'Write the alias of one'],
    ['slide 26 (Links)', '`[still](#/links)`', 'Write `/links`'],
    ['slide 26 (Links)', '`[away](/links)`', 'Write `#/links`'],
  ],
  'has no emoji': [
    ['slide 27 (Words)', '✔ on the slide, in "Done ✔ and **done"', 'Use an icon'],
    ['slide 27 (Words)', '🎉 in the notes, in "Great 🎉 times"', 'Use an icon'],
    ['slide 27 (Words)', '🚀 in the frontmatter, in "kicker: 🚀 Launch"', 'Use an icon'],
    ['slide 27 (Words)', '🎉 in the listing', 'Use an icon'],
  ],
  'shows no markup on the page': [
    ['slide 7 (Reveal)', '"- N" shows on the page', 'Put blank lines around the list'],
    ['slide 27 (Words)', '"**" shows on the page, in "Done ✔ and **done"', 'a bold mark touches its word'],
    ['slide 27 (Words)', '"**" shows on the page, in "- **A list**', 'Put blank lines around it'],
    ['slide 27 (Words)', '"](" shows on the page', 'Close the link\'s brackets'],
    ['slide 27 (Words)', '"- *" shows on the page', 'Put blank lines around the list'],
    ['slide 27 (Words)', '"<<<" shows on the page', 'stands on a line of its own'],
    ['slide 27 (Words)', '"::that::" shows on the page', 'stands on a line of its own'],
    ['slide 27 (Words)', '"[click]" shows on the page', 'belong to the notes'],
  ],
  'leaves nothing unfinished': [
    ['slide 27 (Words)', '"TODO: say it better"', 'Write what belongs there'],
  ],
  'says on the slides what the outline says': [
    ['slide 28 (Facts)', '"Two" stands too early', 'reorder'],
    ['slide 28 (Facts)', '"three" is not in the slide', 'Write it there'],
    ['slide 28 (Facts)', '"bold" is not in bold', 'Write `**bold**`'],
    ['slide 28 (Facts)', '"italic" is not in italic', 'Write `*italic*`'],
  ],
  'links to what the outline links to': [
    ['slide 28 (Facts)', '`[elixir-lang.org](https://elixir-lang.org)` is missing', 'Write it on the slide'],
    ['slide 28 (Facts)', '`[Example](https://example.com)`', 'Take it out'],
  ],
  'shows in the listings what the outline asks for': [
    ['slide 28 (Facts)', '"defmodule Whole do"', 'Write it there'],
    ['slide 28 (Facts)', '"def first" stands too early', 'reorder'],
    ['slide 28 (Facts)', '"def third" is not in the listing', 'Bring it into "<<< @/snippets/broken.ex#good elixir {1|all}"'],
  ],
  'lights up what each step speaks of': [
    ['slide 28 (Facts)', 'the step `first` lights up `1`, but "def second" stands on line 3', 'Move the highlight'],
    ['slide 28 (Facts)', '"def third" is not in the listing', 'Bring it into'],
    ['slide 28 (Facts)', 'no highlight for the step `third`', 'Give it one'],
  ],
  'says in the notes what the outline says': [
    ['slide 28 (Facts)', '"ThrottlingException"', 'Say it there'],
    ['slide 28 (Facts)', '"65,535"', 'Say it there'],
  ],
}

describe('on a broken deck, a check', () => {
  it('is seen to fail, each of them', () => {
    expect(Object.keys(seen)).toEqual(Object.keys(checks))
  })

  it.each(Object.entries(seen))('that it %s names slide, offending text and remedy', (name, expected) => {
    const lines = report(checks[name]!(deck))
    const asExpected = lines.map((line, index) => {
      const [slide, offending, remedy] = expected[index] ?? ['nothing', '', '']
      return line.startsWith(`${slide}: `) && line.includes(offending) && line.includes(remedy) ? expected[index] : line
    })
    expect(asExpected).toEqual(expected)
  })
})
