package dev.corral.ui.part;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.i18n.I18NProvider;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.springframework.stereotype.Component;

/** All texts of the UI, out of one bundle; English where a language has none. */
@Component
public class Words implements I18NProvider {
  private static final List<Locale> LANGUAGES =
      List.of(Locale.ENGLISH, Locale.forLanguageTag("ca"), Locale.forLanguageTag("es"));
  private static final ResourceBundle.Control NEVER_THE_SERVERS_LANGUAGE =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  /** In the language of whoever looks at it. */
  public static String of(String key, Object... values) {
    return UI.getCurrent().getTranslation(key, values);
  }

  /** A step of a model, which is named in English there. */
  public static String step(String id, String name) {
    String key = "step." + id;
    String words = of(key);
    return words.equals(key) ? name : words;
  }

  /** The word for a state or another constant. */
  public static String of(Enum<?> constant) {
    return of("state." + constant.name());
  }

  @Override
  public List<Locale> getProvidedLocales() {
    return LANGUAGES;
  }

  @Override
  public String getTranslation(String key, Locale locale, Object... values) {
    ResourceBundle bundle = bundle("ui.words", locale);
    if (!bundle.containsKey(key)) return key;
    String text = bundle.getString(key);
    return values.length == 0 ? text : new MessageFormat(text, bundle.getLocale()).format(values);
  }

  /** The texts of that name in that language; English for null. */
  static ResourceBundle bundle(String name, Locale locale) {
    return ResourceBundle.getBundle(
        name, locale == null ? Locale.ENGLISH : locale, NEVER_THE_SERVERS_LANGUAGE);
  }
}
