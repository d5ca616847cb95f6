import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Phone } from '../protocol'
import type { Kind } from './headers'

/** What a route can be asked with; everything else is refused. */
export type Method = 'GET' | 'HEAD' | 'POST'

/** A request that has passed every check of its route. */
export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  path: string
  /** The paired phone that asks; null for everybody else, where anyone may. */
  phone: Phone | null
}

export type Handler = (exchange: Exchange) => void | Promise<void>

/** One row of the table. */
export interface Route {
  /** Exactly this, or of this form. */
  path: string | RegExp
  who: 'anyone' | 'paired'
  /** What its answers are, for their headers. */
  kind: Kind
  methods: Partial<Record<Method, Handler>>
}

/** The whole server: what is not in it is not there. */
export class RouteTable {
  readonly #exact = new Map<string, Route>()
  readonly #forms: (Route & { path: RegExp })[] = []

  /** @param routes of two for the same path the later one counts */
  constructor(routes: Iterable<Route>) {
    for (const route of routes) {
      const { path } = route
      if (typeof path === 'string')
        this.#exact.set(path, route)
      else
        this.#forms.push({ ...route, path })
    }
  }

  find(path: string): Route | undefined {
    return this.#exact.get(path) ?? this.#forms.find(form => form.path.test(path))
  }
}
