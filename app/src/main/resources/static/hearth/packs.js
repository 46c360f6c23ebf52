// The tables of a pack, drawn and edited by dmn-js; and the form of a value.
(() => {
    "use strict";

    document.querySelectorAll("[data-dmn]").forEach(async (place) => {
        const dmn = new window.DmnJS({ container: place });
        place.dmn = dmn;
        try {
            const answer = await fetch(place.dataset.dmn);
            await dmn.importXML(await answer.text());
            const views = dmn.getViews();
            const view = views.find((one) => one.element.name === place.dataset.decision) || views.find((one) => one.type === "drd");
            if (view) await dmn.open(view);
            place.dataset.ready = "true";
        } catch (problem) {
            place.textContent = `${place.dataset.failed} ${problem.message}`;
        }
    });

    // What is saved is what the editor shows: its XML goes into the form before the form goes out.
    let written = false;
    document.addEventListener("submit", async (event) => {
        const editor = document.querySelector("[data-edit]");
        if (event.target.id !== "edit" || !editor || written) {
            written = false;
            return;
        }
        event.preventDefault();
        event.stopImmediatePropagation();
        const { xml } = await editor.dmn.saveXML({ format: true });
        document.getElementById(editor.dataset.edit).value = xml;
        written = true;
        // A form that is still telling of one submission begins no other.
        setTimeout(() => event.target.requestSubmit());
    }, true);

    // After both versions were seen, one's own may be saved upon the other.
    document.addEventListener("click", (event) => {
        const over = event.target.closest("[data-over]");
        if (!over) return;
        const form = document.getElementById("edit");
        form.elements.revision.value = over.dataset.over;
        form.requestSubmit();
    });

    const parameter = document.querySelector("select[data-units]");
    if (parameter) {
        parameter.addEventListener("change", () => {
            document.getElementById("unit").value = parameter.selectedOptions[0].dataset.unit || "";
        });
        const narrower = document.getElementById("narrower");
        const region = document.getElementById("region");
        narrower.addEventListener("change", () => {
            const code = narrower.value.trim();
            if (!code) return;
            const known = [...region.options].find((option) => option.value === code);
            (known || region.appendChild(new Option(code, code))).selected = true;
        });
    }
})();
