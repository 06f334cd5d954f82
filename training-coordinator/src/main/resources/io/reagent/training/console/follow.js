/** Something that is told as server-sent events, until it is over; begun again where it broke off. */

import {follow} from './api.js';

/**
 * @param told called with each event's name and data
 * @param over whether there is nothing more to come
 * @param trouble called with what to say while the connection is lost, and with null when it is there again
 */
export async function followed(path, {told, over, trouble}, signal) {
  let pause = 1000;
  while (!signal.aborted) {
    try {
      await follow(path, null, (name, data) => {
        if (name === 'error') {
          throw new Error(data.detail ?? data.title);
        }
        pause = 1000;
        trouble(null);
        told(name, data);
      }, signal);
      if (over()) {
        return;
      }
    } catch (error) {
      if (signal.aborted) {
        return;
      }
      trouble(`The connection was lost (${error.message.replace(/\.$/, '')}). Trying again…`);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, 10_000);
  }
}
