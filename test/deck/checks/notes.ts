import { count as counted, list, quote } from '../problems'
import { onEachSlide } from '../reading/deck'
import { clicksOf } from './reveal'

/** What Slidev takes for a mark: `[click]`, and `[click:3]` for one that counts as three. */
const MARK = /\[click(?::(\d+))?\]/gi
/** What an author may have meant as one. */
const NEAR_MARK = /[[({]\s*clic?k+s?\b[^\])}\n]{0,8}[\])}]/gi

/** Every slide has notes, and one `[click]` a click with words to say before, between and after. */
export const notes = onEachSlide((slide, { project }) => {
  const { note } = slide
  if (!note) {
    const [comment] = slide.template.nodes.flatMap(node => node.kind === 'comment' ? [node.text] : [])
    return [comment === undefined
      ? 'no notes. Write them in a comment at the very end of the slide: `<!-- what is said -->`'
      : `no notes: the comment ${quote(comment)} does not stand at the very end of the slide, so Slidev does not take it for them. Move it there`]
  }
  const problems: string[] = []
  const clicks = clicksOf(slide, project)
  const marks = [...note.matchAll(MARK)]
  if (marks.length !== clicks) {
    const last = marks.at(-1)
    const where = last ? `, the last before ${quote(note.slice(last.index + last[0].length), 40)}` : ''
    problems.push(`${counted(marks.length, 'mark')} \`[click]\` in the notes${where}; the slide has ${counted(clicks, 'click')}. ${marks.length < clicks ? 'Put one before what is said after each click' : 'Take away the marks that no click belongs to'}`)
  }
  for (const [mark, count] of marks) {
    if (count !== undefined)
      problems.push(`\`${mark}\` in the notes stands for ${count} clicks at once, and leaves some without a sentence. Write a \`[click]\` for each`)
  }
  const nearly = [...note.matchAll(NEAR_MARK)].map(([mark]) => mark).filter(mark => mark.replace(MARK, '') !== '')
  if (nearly.length > 0)
    problems.push(`${list(nearly)} in the notes is no mark to Slidev. Write \`[click]\``)

  const spoken = note.split(/\[click(?::\d+)?\]/i)
  spoken.forEach((words, index) => {
    if (/\p{L}/u.test(words))
      return
    const next = spoken.slice(index + 1).find(text => /\p{L}/u.test(text))
    const where = next ? `before ${quote(next, 40)}` : 'at the end'
    problems.push(index === 0
      ? `nothing is said before the first \`[click]\` of the notes, ${where}. Say what the slide opens with`
      : `nothing is said after \`[click]\` number ${index} of the notes, ${where}. Say what that click shows`)
  })
  return problems
})
