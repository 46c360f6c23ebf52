package org.hearth.linkage;

/**
 * The same thing said in both languages.
 *
 * @param zh in Chinese
 * @param en in English
 */
public record Words(String zh, String en) {}
