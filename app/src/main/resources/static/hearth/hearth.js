// What every page needs: htmx under a strict content policy, charts and maps from data in the page, keys for the desk.
(() => {
    "use strict";

    document.addEventListener("htmx:responseError", (event) => {
        const box = document.getElementById("problem");
        if (!box) return;
        // The server sends a notice in the reader's language; it is shown where the page keeps room for it.
        box.innerHTML = event.detail.xhr.responseText;
        box.hidden = false;
        const fields = event.detail.elt.closest("form")?.elements;
        const marked = [...box.querySelectorAll("[data-field]")]
            .map((said) => ({ said, field: said.dataset.field && fields?.[said.dataset.field] }))
            .filter(({ field }) => field)
            .map(({ said, field }) => markField(field instanceof RadioNodeList ? field[0] : field, said.textContent));
        (marked.find(Boolean) || box).focus();
    });

    // What is wrong with a field stands at the field as well, until it is changed; what was typed stays.
    const markField = (field, text) => {
        if (field.type === "hidden") return null;
        const place = field.closest(".field") || field.parentElement;
        place.querySelector(".error")?.remove();
        const error = Object.assign(document.createElement("div"), { className: "error", id: `${field.name}-error`, textContent: text });
        place.append(error);
        field.closest("details")?.setAttribute("open", "");
        field.setAttribute("aria-invalid", "true");
        field.setAttribute("aria-describedby", error.id);
        place.addEventListener("input", () => {
            field.removeAttribute("aria-invalid");
            field.removeAttribute("aria-describedby");
            error.remove();
        }, { once: true });
        return field;
    };
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

    // data-key names the key that presses a button or follows a link, where nothing is being typed.
    document.addEventListener("keydown", (event) => {
        if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
        const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
        if (pressed) {
            event.preventDefault();
            pressed.click();
        }
    });

    // In a form with data-ticks, data-tick-all ticks all boxes of that name, or none if all are ticked; data-ticked counts them.
    document.querySelectorAll("form[data-ticks]").forEach((form) => {
        const boxes = [...form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(form.dataset.ticks)}"]`)];
        const count = () => form.querySelectorAll("[data-ticked]").forEach((place) => { place.textContent = boxes.filter((box) => box.checked).length; });
        form.querySelectorAll("[data-tick-all]").forEach((button) => button.addEventListener("click", () => {
            const all = boxes.every((box) => box.checked);
            boxes.forEach((box) => { box.checked = !all; });
            count();
        }));
        form.addEventListener("change", count);
        count();
    });

    // <div data-chart="ID"> draws the ECharts option that stands as JSON in <script id="ID" type="application/json">. With
    // data-map it lies on those shapes, and with data-focus on those alone whose division codes begin so.
    const bounds = (features) => {
        const points = features.flatMap((feature) => feature.geometry.coordinates.flat(Infinity));
        const at = (axis) => points.filter((value, n) => n % 2 === axis);
        const [wide, high] = [at(0), at(1)];
        return [[Math.min(...wide), Math.max(...high)], [Math.max(...wide), Math.min(...high)]];
    };
    const optionOf = (place) => {
        const option = { animation: false, ...JSON.parse(document.getElementById(place.dataset.chart).textContent) };
        if (option.geo && place.focus) {
            option.geo.boundingCoords = place.focus.bounds;
            option.geo.regions = place.focus.names.map((name) => ({
                name,
                itemStyle: { areaColor: "#e4f1f0" },
                label: { show: false },
            }));
        }
        return option;
    };
    const draw = (place) => {
        const chart = window.echarts.init(place, null, { renderer: "svg" });
        if (place.dataset.map) {
            fetch(place.dataset.map).then((answer) => answer.json()).then((shapes) => {
                const focus = shapes.features.filter((shape) => place.dataset.focus && shape.properties.code.startsWith(place.dataset.focus));
                if (focus.length > 0) place.focus = { bounds: bounds(focus), names: focus.map((shape) => shape.properties.name) };
                window.echarts.registerMap("here", shapes);
                chart.setOption(optionOf(place));
            });
        } else {
            chart.setOption(optionOf(place));
        }
        chart.on("click", (event) => {
            if (event.data && event.data.link) window.location.href = event.data.link;
        });
        window.addEventListener("resize", () => chart.resize());
    };
    document.querySelectorAll("[data-chart]").forEach(draw);
    // After part of a page was replaced, its charts show what the page shows now; the view that was chosen stays.
    document.addEventListener("htmx:afterSettle", () => {
        document.querySelectorAll("[data-chart]").forEach((place) => {
            const chart = window.echarts.getInstanceByDom(place);
            if (!chart) {
                draw(place);
            } else if (document.getElementById(place.dataset.chart)) {
                chart.setOption({ series: optionOf(place).series });
            }
        });
    });

    // [data-back] buttons lead to the page before, where the browser kept what was typed.
    document.querySelectorAll("[data-back]").forEach((button) => {
        button.hidden = history.length < 2;
        button.addEventListener("click", () => history.back());
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

    // Files that are dropped anywhere on a [data-drop] form are chosen in its file field.
    document.querySelectorAll("form[data-drop]").forEach((form) => {
        const field = form.querySelector("input[type=file]");
        const place = form.querySelector(".drop");
        form.addEventListener("dragover", (event) => {
            event.preventDefault();
            place.classList.add("over");
        });
        form.addEventListener("dragleave", () => place.classList.remove("over"));
        form.addEventListener("drop", (event) => {
            event.preventDefault();
            place.classList.remove("over");
            if (event.dataTransfer.files.length > 0) field.files = event.dataTransfer.files;
        });
    });

    // The keys [ and ] turn the pages of a list, where nothing is being typed.
    document.addEventListener("keydown", (event) => {
        if ((event.key !== "[" && event.key !== "]") || event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey) return;
        document.querySelector(`a[rel=${event.key === "[" ? "prev" : "next"}]`)?.click();
    });
})();
