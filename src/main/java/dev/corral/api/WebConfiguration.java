package dev.corral.api;

import dev.corral.operation.desk.Request;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.List;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What all endpoints have in common: how commands are asked for, and how /api/docs says so. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
  static {
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Request.class);
  }

  @Override
  public void addInterceptors(InterceptorRegistry interceptors) {
    interceptors.addInterceptor(new Parameters()).addPathPatterns("/api/v1/**");
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new RequestArgument());
  }

  /** What {@link RequestArgument} reads stands in no signature. */
  @Bean
  OperationCustomizer commandsInTheDocs() {
    return (operation, method) -> {
      var known = Parameters.of(method);
      if (known.containsKey(Parameters.DRY_RUN)) {
        operation.addParametersItem(
            new Parameter()
                .in("query")
                .name(Parameters.DRY_RUN)
                .schema(new BooleanSchema())
                .description("true: answers the plan and changes nothing"));
        operation.addParametersItem(
            new Parameter()
                .in("header")
                .name(RequestArgument.KEY)
                .schema(new StringSchema().maxLength(200))
                .description("the same key gets the same operation, however often it is sent"));
        if (known.containsKey(Parameters.REASON))
          operation.addParametersItem(
              new Parameter()
                  .in("query")
                  .name(Parameters.REASON)
                  .schema(new StringSchema().maxLength(1_000))
                  .description("why, in the caller's words, for the audit"));
      }
      return operation;
    };
  }
}
