// A phone without signal: forms marked data-outbox are kept on the phone and sent when there is a network again.
// Each form carries an identifier made on the phone, so that a record sent ten times counts once.
(() => {
    "use strict";

    const STORE = "hearth.outbox";
    const box = document.getElementById("outbox");
    const waiting = () => JSON.parse(localStorage.getItem(STORE) || "[]");
    const keep = (records) => localStorage.setItem(STORE, JSON.stringify(records));

    const show = (text) => {
        if (!box) return;
        box.textContent = text;
        box.hidden = false;
    };

    const token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}");

    async function send(record) {
        const answer = await fetch(record.action, {
            method: "POST",
            headers: { ...token(), "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true" },
            // The phone's own clock may be wrong; from both its times the server learns how long the record waited.
            body: `${record.body}&sentAt=${encodeURIComponent(new Date().toISOString())}`,
            redirect: "follow",
        });
        // Signed out, or the server is in trouble: the record stays on the phone and is sent again later.
        if (answer.url.includes("/sign-in") || answer.status === 403 || answer.status >= 500) throw new Error("not now");
        return answer;
    }

    let sending = false;
    async function sendAll() {
        if (sending || waiting().length === 0) return;
        sending = true;
        try {
            let refused = 0;
            for (const record of waiting()) {
                const answer = await send(record);
                if (answer.ok || answer.status === 409) {
                    keep(waiting().filter((other) => other.id !== record.id));
                } else {
                    refused += 1;
                }
            }
            show(refused > 0 ? box.dataset.refused : box.dataset.sent);
        } catch (offline) {
            show(`${waiting().length} ${box.dataset.waiting}`);
        } finally {
            sending = false;
        }
    }

    document.addEventListener("submit", async (event) => {
        const form = event.target.closest("form[data-outbox]");
        if (!form) return;
        event.preventDefault();
        const id = form.elements.namedItem("id");
        if (id && !id.value) id.value = crypto.randomUUID();
        const metAt = form.elements.namedItem("metAt");
        if (metAt) metAt.value = new Date().toISOString();
        const data = new URLSearchParams(new FormData(form));
        data.delete("_csrf");
        const record = { id: id ? id.value : crypto.randomUUID(), action: form.getAttribute("action"), body: data.toString() };
        try {
            const answer = await send(record);
            if (answer.ok) {
                window.location.assign(answer.redirected ? answer.url : form.dataset.outbox || "/");
                return;
            }
            document.getElementById("problem").innerHTML = await answer.text();
            document.getElementById("problem").hidden = false;
            document.getElementById("problem").scrollIntoView();
        } catch (offline) {
            keep([...waiting().filter((other) => other.id !== record.id), record]);
            show(`${waiting().length} ${box.dataset.waiting}`);
            form.reset();
            if (id) id.value = "";
            // Back to the list, which the service worker keeps, so that the next record does not begin on this one's form.
            if (form.dataset.outbox && navigator.serviceWorker && navigator.serviceWorker.controller) {
                window.location.assign(form.dataset.outbox);
            } else {
                box.scrollIntoView();
            }
        }
    });

    window.addEventListener("online", sendAll);
    sendAll();

    // This page and the phone pages that it leads to are kept, so that they open without a signal, too.
    if ("serviceWorker" in navigator) {
        navigator.serviceWorker.register("/service-worker.js");
        navigator.serviceWorker.ready.then((ready) => {
            const pages = [window.location.href, ...[...document.querySelectorAll("main a[href]")].map((link) => link.href)];
            ready.active.postMessage({ keep: [...new Set(pages)] });
        });
        document.addEventListener("submit", (event) => {
            const out = event.target.getAttribute("action") === "/sign-out";
            if (out && navigator.serviceWorker.controller) navigator.serviceWorker.controller.postMessage("forget");
        });
    }
})();
