import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { panels } from '../../../components/panels'
import { componentName } from './template'

/** What the slides of this project may use. */
export interface Project {
  /** The layouts' source, by name: `code-panel`. */
  layouts: Map<string, string>
  /** The components' source, by their name in small letters without dashes: `mailerpanel`. */
  components: Map<string, string>
  /** Whether a tag is an icon of an installed set: `ph-timer`. */
  hasIcon: (tag: string) => boolean
  /** The steps that a panel can draw, in its order, by the panel's tag: `MailerPanel`. */
  walks: Record<string, string[]>
}

/** Reads the folders of the project. */
export function readProject(root: string): Project {
  return {
    layouts: new Map(vueFiles(join(root, 'layouts')).map(path => [basename(path, '.vue'), readFileSync(path, 'utf8')])),
    components: new Map(vueFiles(join(root, 'components')).map(path => [componentName(basename(path, '.vue')), readFileSync(path, 'utf8')])),
    hasIcon: tag => hasIcon(root, tag),
    walks: Object.fromEntries(Object.entries(panels).map(([tag, { steps }]) => [tag, [...steps]])),
  }
}

/** Looks an icon up in its set, by its own name or by an alias. */
function hasIcon(root: string, tag: string): boolean {
  const [prefix = '', ...name] = tag.split('-')
  const path = join(root, 'node_modules/@iconify-json', prefix, 'icons.json')
  if (!existsSync(path))
    return false
  const { icons, aliases = {} } = JSON.parse(readFileSync(path, 'utf8')) as { icons: object, aliases?: object }
  return Object.hasOwn(icons, name.join('-')) || Object.hasOwn(aliases, name.join('-'))
}

function vueFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.vue'))
    .map(path => join(folder, path))
}
