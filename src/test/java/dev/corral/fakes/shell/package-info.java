/**
 * A POSIX shell over a machine that is not this one: grammar, expansion and control flow, without
 * here-documents and aliases. What is a program or a file is the machine's business.
 */
package dev.corral.fakes.shell;
