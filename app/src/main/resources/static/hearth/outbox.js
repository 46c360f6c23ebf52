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

    const token = () => {
        const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
        return headers;
    };

    async function send(record) {
        const answer = await fetch(record.action, {
            method: "POST",
            headers: { ...token(), "Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true" },
            body: record.body,
            redirect: "follow",
        });
        // A sign-in page instead of an answer means that the session has ended: the record stays on the phone.
        if (answer.url.includes("/sign-in")) throw new Error("signed out");
        return answer;
    }

    let sending = false;
    async function sendAll() {
        if (sending || waiting().length === 0) return;
        sending = true;
        try {
            for (const record of waiting()) {
                const answer = await send(record);
                if (answer.ok || answer.status === 409) {
                    keep(waiting().filter((other) => other.id !== record.id));
                } else {
                    record.refused = true;
                    keep(waiting().map((other) => (other.id === record.id ? record : other)));
                    show(box.dataset.refused);
                    return;
                }
            }
            show(box.dataset.sent);
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
            box.scrollIntoView();
        }
    });

    window.addEventListener("online", sendAll);
    sendAll();
    if ("serviceWorker" in navigator) navigator.serviceWorker.register("/service-worker.js");
})();
