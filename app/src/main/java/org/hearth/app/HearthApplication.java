package org.hearth.app;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The platform as one Spring Boot application. It is started by the commands in {@code org.hearth.cli}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class HearthApplication {}
