package org.hearth.app.monitoring;

import java.util.Locale;
import org.hearth.app.platform.Text;

/** The departments that an alert can be pushed to, by the kind of need (国办发〔2023〕39号). */
public enum Department {
    HEALTH_INSURANCE("医疗保障", "Health insurance"),
    EDUCATION("教育", "Education"),
    HOUSING("住房城乡建设", "Housing"),
    EMPLOYMENT("人力资源社会保障", "Employment and social security"),
    DISABLED_FEDERATION("残联", "Disabled Persons' Federation"),
    HEALTH("卫生健康", "Health"),
    EMERGENCY("应急管理", "Emergency management"),
    RURAL_AFFAIRS("农业农村（乡村振兴）", "Rural affairs"),
    PUBLIC_SECURITY("公安", "Public security");

    private final Text title;

    Department(String zh, String en) {
        this.title = new Text(zh, en);
    }

    public Text title() {
        return title;
    }

    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Department of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
