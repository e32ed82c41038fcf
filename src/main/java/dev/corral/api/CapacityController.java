package dev.corral.api;

import dev.corral.operation.clone.FreeRoom;
import dev.corral.placement.Capacity;
import dev.corral.shared.BaseName;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How much more fits. */
@RestController
@RequestMapping("/api/v1/capacity")
class CapacityController {
  private final FreeRoom room;

  CapacityController(FreeRoom room) {
    this.room = room;
  }

  @GetMapping
  Capacity of(@RequestParam String base) {
    return room.of(new BaseName(base));
  }
}
