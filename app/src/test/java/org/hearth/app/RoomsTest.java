package org.hearth.app;

import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

class RoomsTest {

    @Test
    void every_room_uses_only_rooms_further_down_its_arrows() {
        ApplicationModules.of(HearthApplication.class).verify();
    }
}
