/** A service that OrbitFour replaced, and what it did: the part that one app does now. */
export interface Service {
  name: string
  technology: string
  duty: string
}

/** In the order in which the slide names them. */
export const services: Service[] = [
  { name: 'EPP service', technology: 'PHP', duty: 'registration' },
  { name: 'RDAP service', technology: 'Java', duty: 'lookups' },
  { name: 'WHOIS service', technology: 'PHP', duty: 'WHOIS queries' },
  { name: 'Craft CMS', technology: 'PHP', duty: 'marketing site' },
  { name: 'Nuxt', technology: 'Vue.js', duty: 'customer portal' },
]

/** What is drawn: services coming up one by one, all of them standing apart, all of them folded into one tree. */
export interface FoldState {
  /** How many services stand on the page, 0 to 5. */
  shown: number
  /** Whether they have become one supervision tree. */
  folded: boolean
}

/**
 * The drawing after a number of clicks: one service a click, then the remark on their age, then the fold.
 *
 * @param clicks clicks made on the slide
 */
export function foldAt(clicks: number): FoldState {
  const remarks = 2
  return {
    shown: Math.min(clicks, services.length),
    folded: clicks >= services.length + remarks,
  }
}
