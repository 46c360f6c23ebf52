// What every page needs: htmx under a strict content policy, charts and maps from data in the page, keys for the desk.
(() => {
    "use strict";

    document.addEventListener("htmx:responseError", (event) => {
        const box = document.getElementById("problem");
        if (!box) return;
        // The server sends a notice in the reader's language; it is shown where the page keeps room for it.
        box.innerHTML = event.detail.xhr.responseText;
        box.hidden = false;
        box.focus();
    });
    document.addEventListener("htmx:sendError", () => {
        const box = document.getElementById("problem");
        if (!box) return;
        box.textContent = box.dataset.offline;
        box.hidden = false;
    });

    // / goes to the search field, as on other desks.
    document.addEventListener("keydown", (event) => {
        const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
        if (event.key === "/" && !typing) {
            const search = document.querySelector("input[type=search]");
            if (search) {
                event.preventDefault();
                search.focus();
            }
        }
    });

    // j and k go down and up the first links of a list's rows; Enter follows, as it does on any link.
    document.addEventListener("keydown", (event) => {
        const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
        if (typing || event.ctrlKey || event.metaKey || event.altKey || (event.key !== "j" && event.key !== "k")) return;
        const links = [...document.querySelectorAll("table[data-keys] tbody tr")].map((row) => row.querySelector("a")).filter(Boolean);
        const here = links.indexOf(document.activeElement);
        const next = links[event.key === "j" ? here + 1 : Math.max(here - 1, 0)];
        if (next) next.focus();
    });

    // <div data-chart="ID"> draws the ECharts option that stands as JSON in <script id="ID" type="application/json">.
    document.querySelectorAll("[data-chart]").forEach((place) => {
        const option = JSON.parse(document.getElementById(place.dataset.chart).textContent);
        const chart = window.echarts.init(place, null, { renderer: "svg" });
        const draw = () => chart.setOption(option);
        if (place.dataset.map) {
            fetch(place.dataset.map).then((answer) => answer.json()).then((shapes) => {
                window.echarts.registerMap("here", shapes);
                draw();
            });
        } else {
            draw();
        }
        chart.on("click", (event) => {
            if (event.data && event.data.link) window.location.href = event.data.link;
        });
        window.addEventListener("resize", () => chart.resize());
    });

    // [data-step] buttons count a number field up and down with a thumb.
    document.addEventListener("click", (event) => {
        const button = event.target.closest("[data-step]");
        if (!button) return;
        const field = document.getElementById(button.dataset.for);
        field.value = Math.max(Number(field.min || 0), Number(field.value || 0) + Number(button.dataset.step));
        field.dispatchEvent(new Event("change", { bubbles: true }));
    });

    // [data-locate] buttons fill hidden fields with the phone's position, where the person allows it.
    document.querySelectorAll("[data-locate]").forEach((button) => {
        if (!("geolocation" in navigator)) return;
        button.hidden = false;
        button.addEventListener("click", () => {
            navigator.geolocation.getCurrentPosition((position) => {
                const field = (name) => document.getElementById(`${button.dataset.locate}-${name}`);
                field("longitude").value = position.coords.longitude.toFixed(6);
                field("latitude").value = position.coords.latitude.toFixed(6);
                button.textContent = `✓ ${button.textContent}`;
                button.disabled = true;
            });
        });
    });
})();
