package org.hearth.app.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestBuilders.formLogin;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.UUID;
import org.hearth.app.HearthTest;
import org.hearth.app.platform.Scope;
import org.hearth.app.platform.Scopes;
import org.hearth.divisions.RegionCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@HearthTest
class SignInTest {

    @Autowired
    WebApplicationContext context;

    @Autowired
    Accounts accounts;

    MockMvc pages;

    @BeforeEach
    void pages() {
        pages = MockMvcBuilders.webAppContextSetup(context)
                .apply(springSecurity())
                .build();
    }

    @Test
    void nobody_sees_a_page_without_signing_in_and_pages_come_with_strict_headers() throws Exception {
        pages.perform(get("/households").accept("text/html"))
                .andExpect(status().is3xxRedirection())
                .andExpect(redirectedUrl("/sign-in"))
                .andExpect(header().string(
                                "Content-Security-Policy", org.hamcrest.Matchers.containsString("script-src 'self'")))
                .andExpect(header().string("X-Content-Type-Options", "nosniff"));
    }

    @Test
    void a_form_without_its_token_is_refused() throws Exception {
        pages.perform(post("/password").param("current", "x")).andExpect(status().isForbidden());
    }

    @Test
    void a_one_time_password_must_be_replaced_before_anything_else() throws Exception {
        String name = name();
        String password = create(name, Role.COUNTY_OFFICER);

        MockHttpSession session =
                (MockHttpSession) pages.perform(formLogin("/sign-in").user(name).password(password))
                        .andExpect(redirectedUrl("/"))
                        .andReturn()
                        .getRequest()
                        .getSession();
        assertThat(session).isNotNull();
        pages.perform(get("/").session(session)).andExpect(redirectedUrl("/password"));
    }

    @Test
    void after_five_wrong_passwords_the_account_is_locked_even_for_the_right_one() throws Exception {
        String name = name();
        String password = create(name, Role.PATROL);

        for (int attempt = 1; attempt <= 5; attempt++) {
            pages.perform(formLogin("/sign-in").user(name).password("wrong"))
                    .andExpect(redirectedUrl("/sign-in?failed"));
        }
        pages.perform(formLogin("/sign-in").user(name).password(password)).andExpect(redirectedUrl("/sign-in?locked"));
    }

    private String create(String name, Role role) {
        return Scopes.within(
                Scope.system("test"),
                () -> accounts.create(new Accounts.NewAccount(name, name, role, RegionCode.parse("622927"), false)));
    }

    private static String name() {
        return "test." + UUID.randomUUID().toString().substring(0, 8);
    }
}
