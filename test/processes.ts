import { execFileSync } from 'node:child_process'

/** Every process that descends from one, by what it runs. */
export function descendants(pid: number): Map<number, string> {
  const all = execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n').map((line) => {
    const [, pid, parent, args = ''] = /^\s*(\d+)\s+(\d+) (.*)$/.exec(line) ?? []
    return { pid: Number(pid), parent: Number(parent), args }
  })
  const found = new Map<number, string>()
  const add = (parent: number): void => all.filter(process => process.parent === parent).forEach((process) => {
    found.set(process.pid, process.args)
    add(process.pid)
  })
  add(pid)
  return found
}
