// Keeps the phone pages and what they are made of, so that they open without a signal. Records wait in the outbox.
const KEPT = "hearth-2";
const FRAME = [
    "/hearth/hearth.css",
    "/hearth/hearth.js",
    "/hearth/outbox.js",
    "/hearth/icons.svg",
    "/hearth/mark.svg",
    "/webjars/tabler__core/1.4.0/dist/css/tabler.min.css",
    "/webjars/htmx.org/2.0.10/dist/htmx.min.js",
];

self.addEventListener("install", (event) => {
    event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FRAME)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
    event.waitUntil(
        caches
            .keys()
            .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
            .then(() => self.clients.claim()),
    );
});

const isPhonePage = (address) => {
    const url = new URL(address);
    return url.origin === self.location.origin && /^\/(patrol|visit|children)(\/|$)/.test(url.pathname);
};

self.addEventListener("fetch", (event) => {
    const request = event.request;
    const url = new URL(request.url);
    const phonePage = request.mode === "navigate" && isPhonePage(request.url);
    const frame = FRAME.includes(url.pathname);
    if (request.method !== "GET" || !(phonePage || frame)) return;
    event.respondWith(
        fetch(request)
            .then((answer) => {
                if (answer.ok && !answer.redirected) {
                    const copy = answer.clone();
                    caches.open(KEPT).then((kept) => kept.put(request, copy));
                }
                return answer;
            })
            .catch(() => caches.match(request, { ignoreVary: true }).then((kept) => kept || Response.error())),
    );
});

async function keepPage(address) {
    const answer = await fetch(address, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) await (await caches.open(KEPT)).put(address, answer);
}

self.addEventListener("message", (event) => {
    if (event.data === "forget") {
        // What is kept of people's pages goes when they sign out.
        event.waitUntil(caches.delete(KEPT));
    } else if (event.data && event.data.keep) {
        const pages = event.data.keep.filter(isPhonePage).slice(0, 60);
        event.waitUntil(Promise.allSettled(pages.map(keepPage)));
    }
});
