import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { outcomes } from '../../../components/mailer/outcomes'
import { limiterWalk } from '../../../components/rate-limiter/limiterWalk'
import { schedulingWalk } from '../../../components/scheduling/schedulingWalk'
import { treeWalk } from '../../../components/supervision/treeWalk'
import { componentName } from './template'

/** What the slides of this project may use. */
export interface Project {
  /** The layouts' source, by name: `code-panel`. */
  layouts: Map<string, string>
  /** The components' source, by their name in small letters without dashes: `mailerpanel`. */
  components: Map<string, string>
  /** Whether icons of a set are installed: `ph` for `<ph-timer />`. */
  hasIconSet: (prefix: string) => boolean
  /** The steps that a panel can draw, in its order, by the panel's tag: `MailerPanel`. */
  walks: Record<string, string[]>
}

/** Reads the folders of the project. */
export function readProject(root: string): Project {
  return {
    layouts: new Map(vueFiles(join(root, 'layouts')).map(path => [basename(path, '.vue'), readFileSync(path, 'utf8')])),
    components: new Map(vueFiles(join(root, 'components')).map(path => [componentName(basename(path, '.vue')), readFileSync(path, 'utf8')])),
    hasIconSet: prefix => existsSync(join(root, 'node_modules/@iconify-json', prefix)),
    walks: {
      SchedulingPanel: Object.keys(schedulingWalk),
      MailerPanel: Object.keys(outcomes),
      RateLimiterPanel: Object.keys(limiterWalk),
      SupervisionPanel: Object.keys(treeWalk),
    },
  }
}

function vueFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.vue'))
    .map(path => join(folder, path))
}
