/** Words of the house as values: names, amounts, callers and the errors made for readers. */
package dev.corral.shared;
