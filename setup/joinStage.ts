import type { VNode } from 'vue'
import type { FromWindow } from '../stage/window/windowMessages'
import { getCurrentInstance, h, render } from 'vue'
import { randomName } from '../components/live/randomName'
import { useLiveChannel } from '../components/live/windowHub'
import BlankScreen from '../stage/window/BlankScreen.vue'
import FollowBar from '../stage/window/FollowBar.vue'
import { useFollower } from '../stage/window/follower'
import { openLink } from '../stage/window/link'
import { useRunSharing } from '../stage/window/runSharing'
import { openSharedRun } from '../stage/window/sharedRun'
import { useSpeaker } from '../stage/window/speaker'
import { thisSpeaker } from '../stage/window/thisWindow'
import { STAGE_EVENT } from '../stage/window/windowMessages'
import { slidevWindow } from './stageWindow'

/** Makes this window a window of the talk, on the laptop that runs `npm run present`. Only inside `setup`. */
export function joinAsSpeaker(hot: NonNullable<ImportMeta['hot']>): void {
  const client = randomName()
  const deck = slidevWindow()
  const link = openLink({
    post: (message: FromWindow) => hot.send(STAGE_EVENT, message),
    listen: listener => hot.on(STAGE_EVENT, listener),
  }, client)
  const speaker = useSpeaker(deck, link, client)
  useRunSharing(link)
  thisSpeaker.value = speaker
  // The speaker goes on seeing the slide.
  mountBeside(() => h(BlankScreen, { isBlank: speaker.isBlank.value && deck.role.value === 'projector' }))
}

/** Makes this window follow the talk, on the site that `npm run present` serves to the room. Only inside `setup`. */
export function joinAsFollower(): void {
  document.documentElement.classList.add('follows-talk')
  const shared = openSharedRun()
  useLiveChannel(shared.channel)
  const deck = slidevWindow()
  const follower = useFollower(deck, `${import.meta.env.BASE_URL}follow`, (run) => {
    document.documentElement.classList.toggle('shows-run-of-talk', run !== undefined)
    shared.show(run)
  })
  mountBeside(() => deck.role.value === 'aside' ? [] : [h(BlankScreen, { isBlank: follower.isBlank.value }), h(FollowBar, { follower })])
}

/** Draws something beside the slides, over the whole window, in the app of the slides: Slidev expects that of components. */
function mountBeside(draw: () => VNode | VNode[]): void {
  const place = document.createElement('div')
  document.body.append(place)
  const node = h({ render: draw })
  node.appContext = getCurrentInstance()!.appContext
  render(node, place)
}
