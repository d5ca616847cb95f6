import type { Check } from './reading/deck'
import * as facts from './checks/facts'
import * as frame from './checks/frame'
import { assets, imageFiles, imageTexts } from './checks/images'
import { links } from './checks/links'
import { highlights, listingSizes, snippets } from './checks/listings'
import { notes } from './checks/notes'
import { clicks, figures, steps } from './checks/reveal'
import * as words from './checks/words'

/** Everything that is checked of the deck without a browser, by what an author would call it. */
export const checks: Record<string, Check> = {
  'has the slides of the outline, in its order': frame.slides,
  'has frontmatter that can be read, and the settings others rely on': frame.frontmatter,
  'has the titles of the outline': frame.titles,
  'has an alias for every slide, each once': frame.aliases,
  'has layouts that exist and are the outline\'s': frame.layouts,
  'has the transitions of the outline': frame.transitions,
  'has every slide in its system': frame.classes,
  'has the clicks of the outline': clicks,
  'has one named step a highlight, drawn by its panel': steps,
  'has the figures of the outline': figures,
  'has notes on every slide, with one mark a click': notes,
  'shows regions that exist': snippets,
  'shows listings that fit': listingSizes,
  'highlights lines that are there': highlights,
  'has a text for every image': imageTexts,
  'has the file of every image, large and light enough': imageFiles,
  'fetches nothing from another host': assets,
  'has links that lead somewhere': links,
  'has no emoji': words.emoji,
  'shows no markup on the page': words.markup,
  'leaves nothing unfinished': words.unfinished,
  'says on the slides what the outline says': facts.slideFacts,
  'links to what the outline links to': facts.linkFacts,
  'shows in the listings what the outline asks for': facts.listingFacts,
  'lights up what each step speaks of': facts.litLines,
  'says in the notes what the outline says': facts.noteFacts,
}
