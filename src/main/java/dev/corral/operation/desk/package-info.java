/**
 * Who may do what, and how a command is taken in: the kinds of operations, the request, its answer,
 * and what a person does to an operation under way.
 */
package dev.corral.operation.desk;
