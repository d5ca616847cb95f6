import { defineRoutesSetup } from '@slidev/types'

/** Keeps Slidev's print page in the built site: `npm run export` prints the PDF from there. */
export default defineRoutesSetup(routes => [
  { name: 'print', path: '/print', component: () => import('@slidev/client/pages/print.vue') },
  ...routes,
])
