// What each page does by itself: tells Corral that it is there, and keeps times such as "3 min ago" true.
(() => {
  const SHOWN = 2000, HIDDEN = 20000, PATIENCE = 5000;
  const corral = window.corral = { window: null, seen: '0' };

  // --- times

  let words = { now: '', ago: '{0}' };
  let ahead = 0; // of this browser's clock: the server's, in milliseconds
  const times = new Set();

  const amount = seconds => {
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
    return seconds < 86400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} d`;
  };
  const ago = seconds => seconds < 2 ? words.now : words.ago.replace('{0}', amount(seconds));

  // <corral-time at="epoch millis" words="verified {0}">, or with lasted="" for how long since then. Without "at": the words alone.
  class CorralTime extends HTMLElement {
    static observedAttributes = ['at', 'words'];
    connectedCallback() { times.add(this); this.tell(); }
    disconnectedCallback() { times.delete(this); }
    attributeChangedCallback() { if (this.isConnected) this.tell(); }
    tell() {
      const at = this.getAttribute('at'), around = this.getAttribute('words') || '{0}';
      let text = at ? '' : this.getAttribute('words') || '';
      if (at) {
        const seconds = Math.max(0, Math.floor((Date.now() + ahead - Number(at)) / 1000));
        text = around.replace('{0}', this.hasAttribute('lasted') ? amount(seconds) : ago(seconds));
      }
      if (this.textContent !== text) this.textContent = text;
    }
  }
  customElements.define('corral-time', CorralTime);
  setInterval(() => { if (!document.hidden) times.forEach(t => t.tell()); }, 1000);

  // --- signs of life

  let lost = false, gone = false, next;

  const address = more => `pulse?window=${corral.window}&seen=${corral.seen}&visible=${!document.hidden}${more}`;

  const beat = async () => {
    clearTimeout(next);
    try {
      const answer = await fetch(new URL(address(''), document.baseURI), { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status === 410) gone = true;
      else if (!answer.ok) throw answer.status;
      if (lost) window.Vaadin.connectionState.state = 'connected';
      lost = false;
    } catch (silence) {
      lost = true;
      window.Vaadin.connectionState.state = 'reconnecting';
    }
    // Corral has let go of this page: it begins anew, once somebody looks at it
    if (gone && !document.hidden) return location.reload();
    if (!gone) next = setTimeout(beat, document.hidden ? HIDDEN : SHOWN);
  };

  /** Called once by the server: the page's id, the server's time, and the words for both jobs. */
  corral.begin = (window_, now, all) => {
    corral.window = window_;
    ahead = now - Date.now();
    words = all;
    times.forEach(t => t.tell());
    const indicator = window.Vaadin.connectionIndicator;
    indicator.reconnectingText = all.lost;
    indicator.onlineText = all.back;
    indicator.querySelector('.v-status-message').setAttribute('role', 'status');
    document.addEventListener('visibilitychange', beat);
    window.addEventListener('pagehide', () => navigator.sendBeacon(new URL(address('&gone=true'), document.baseURI)));
    window.addEventListener('pageshow', shown => { if (shown.persisted) beat(); });
    beat();
  };
})();
